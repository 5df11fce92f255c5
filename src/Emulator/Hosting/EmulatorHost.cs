using System.Net;
using System.Text;
using LambdaClient.Emulator.Faults;
using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.FunctionUrls;
using LambdaClient.Emulator.Invoke;
using LambdaClient.Emulator.RuntimeApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LambdaClient.Emulator.Hosting;

/// <summary>The HTTP server: a bare Kestrel with three sets of paths and limits that suit a Runtime API.</summary>
internal sealed class EmulatorHost : IAsyncDisposable
{
    // The service takes up to 1 MB of request line and headers together; the X-Ray cause alone may fill most of it.
    private const int LargestHead = 1024 * 1024;

    // As good as for ever. An infinite time-out overflows in Kestrel and cuts connections at the next tick of its clock.
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(365);

    private readonly WebApplication _application;
    private int _users;

    private EmulatorHost(WebApplication application, IPEndPoint endpoint, int users)
    {
        _users = users;
        _application = application;
        Endpoint = endpoint;
    }

    /// <summary>Where a program on this machine reaches it.</summary>
    public IPEndPoint Endpoint { get; }

    public static async Task<EmulatorHost> StartAsync(
        EmulatorOptions options,
        IReadOnlyList<FunctionService> services,
        CancellationToken cancellationToken
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options, services));
        // Whatever is still open when the emulator goes is cut, not waited for.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        var application = builder.Build();
        var functions = new FunctionTable(services);
        var invoke = new InvokeEndpoint(services);
        var guard = new BrowserGuard(options.AllowedOrigins);
        application.Run(context =>
        {
            context.RequestAborted = context.Features.Get<Arrivals>()!.Ended;
            var path = RequestPath.Of(context.Request);
            if (guard.Check(context) is { } refusal)
            {
                return new Exchange(context, path).RefuseAsync(refusal);
            }

            if (BrowserGuard.TryAnswerPreflight(context))
            {
                return Task.CompletedTask;
            }

            if (context.Features.Get<FunctionUrlEndpoint>() is { } url)
            {
                return url.HandleAsync(context, path);
            }

            if (InvokeEndpoint.IsMeantBy(path))
            {
                return invoke.HandleAsync(context, path);
            }

            if (functions.Find(path) is not { Function: var function, Path: var rest })
            {
                return new Exchange(context, path).RefuseAsync(functions.Unnamed);
            }

            return FaultEndpoint.IsMeantBy(rest)
                ? function.Faults.HandleAsync(context, rest)
                : function.RuntimeApi.HandleAsync(context, rest);
        });
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        // In the order in which they were asked for.
        var ports = addresses.Addresses.Select(bound => new Uri(bound).Port).ToList();
        var address =
            options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : options.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : options.Address;
        return new EmulatorHost(application, new IPEndPoint(address, ports[0]), services.Count)
        {
            UrlPorts = services
                .Where(service => service.Options.FunctionUrlPort is not null)
                .Zip(ports.Skip(1))
                .ToDictionary(pair => pair.First, pair => pair.Second),
        };
    }

    /// <summary>The ports of the functions' URLs.</summary>
    public required IReadOnlyDictionary<FunctionService, int> UrlPorts { get; init; }

    /// <summary>Called for each function; stops one.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Decrement(ref _users) > 0)
        {
            return;
        }

        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(
        KestrelServerOptions kestrel,
        EmulatorOptions options,
        IReadOnlyList<FunctionService> services
    )
    {
        kestrel.AddServerHeader = false;
        // Client context and Cognito identity are JSON, and JSON is UTF-8.
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
        // Size is judged by the endpoints, which know what the service answers and whom it tells.
        kestrel.Limits.MaxRequestBodySize = null;
        // A handler may be stopped in a debugger in the middle of a body, and idle for as long as an event takes.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.KeepAliveTimeout = NoLimit;
        kestrel.Limits.RequestHeadersTimeout = NoLimit;
        kestrel.Limits.MaxRequestBufferSize = 2 * LargestHead;
        kestrel.Limits.MaxRequestLineSize = LargestHead;
        kestrel.Limits.MaxRequestHeadersTotalSize = LargestHead;
        kestrel.Listen(options.Address, options.Port, Listen);
        foreach (var service in services.Where(service => service.Options.FunctionUrlPort is not null))
        {
            var endpoint = new FunctionUrlEndpoint(service);
            kestrel.Listen(
                options.Address,
                service.Options.FunctionUrlPort!.Value,
                listen =>
                {
                    listen.Use(endpoint.Wrap);
                    Listen(listen);
                }
            );
        }
    }

    private static void Listen(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(TearableConnection.Wrap);
        listen.Use(Arrivals.Wrap);
    }
}
