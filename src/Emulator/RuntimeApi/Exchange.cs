using System.Text;
using System.Text.Json;
using LambdaClient.Emulator.Faults;
using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.Hosting;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.RuntimeApi;

/// <summary>One Runtime API request, the ways to answer it, and what is remembered of it.</summary>
internal sealed class Exchange(HttpContext context, RequestPath path)
{
    private string? _errorType;
    private bool _aborted;

    public HttpRequest Request => context.Request;

    public HttpResponse Response => context.Response;

    public CancellationToken ConnectionClosed => context.RequestAborted;

    /// <summary>The connection, which can be torn.</summary>
    public TearableConnection Connection => context.Features.Get<TearableConnection>()!;

    /// <summary>What was asked to go wrong with it, or null.</summary>
    public Fault? Fault { get; set; }

    /// <summary>Set by whoever learns which invocation the call is about.</summary>
    public string? RequestId { get; set; }

    private long BodyLength { get; set; }

    /// <summary>The value of a request header, or null if it is missing or empty.</summary>
    public string? Header(string name)
    {
        var value = Request.Headers[name].ToString();
        return value.Length == 0 ? null : value;
    }

    public async Task<Body> ReadBodyAsync(long limit)
    {
        var body = await BodyReader.ReadAsync(Request, limit).ConfigureAwait(false);
        BodyLength = body.Length;
        return body;
    }

    public async Task<Body> ForwardBodyAsync(long limit, ResponseSink sink)
    {
        var body = await BodyReader.ForwardAsync(Request, limit, sink).ConfigureAwait(false);
        BodyLength = body.Length;
        return body;
    }

    public Task OnlyAsync(string method, Func<Exchange, Task> handle)
    {
        if (Request.Method == method)
        {
            return handle(this);
        }

        Response.Headers.Allow = method;
        return RefuseAsync(
            new(405, "MethodNotAllowed", $"This path takes {method}, not {Shown.Short(Request.Method)}.")
        );
    }

    public Task NotFoundAsync() =>
        RefuseAsync(new(404, "NotFound", $"The Runtime API has no path '{Shown.Short(path.Target)}'."));

    public Task AcceptAsync()
    {
        Response.StatusCode = StatusCodes.Status202Accepted;
        return WriteAsync("application/json", "{\"status\":\"OK\"}\n"u8.ToArray());
    }

    public Task TextAsync(string text) => WriteAsync("text/plain", Encoding.UTF8.GetBytes(text));

    public Task RefuseAsync(Refusal refusal)
    {
        _errorType = refusal.ErrorType;
        Response.StatusCode = refusal.Status;
        return JsonAsync(json =>
        {
            json.WriteString("errorMessage", refusal.Message);
            json.WriteString("errorType", refusal.ErrorType);
        });
    }

    /// <summary>Answers with a JSON object.</summary>
    public Task JsonAsync(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return WriteAsync("application/json", buffer.ToArray());
    }

    public async Task WriteAsync(string contentType, byte[] body)
    {
        if (Response.StatusCode is 204 or 205 or 304)
        {
            // These have no body.
            return;
        }

        Response.ContentType = contentType;
        Response.ContentLength = body.Length;
        await Response.Body.WriteAsync(body).ConfigureAwait(false);
    }

    /// <summary>Closes the connection.</summary>
    /// <param name="beforeAnswer">Whether that happens before an answer.</param>
    public void Abort(bool beforeAnswer = true)
    {
        _aborted = beforeAnswer;
        context.Abort();
    }

    public RuntimeApiCall ToCall() =>
        new()
        {
            Number = 0,
            Method = Request.Method,
            Path = path.Target,
            Headers = Request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            ),
            BodyLength = BodyLength,
            Status = _aborted ? null : Response.StatusCode,
            ErrorType = _errorType,
            RequestId = RequestId,
            Fault = Fault,
        };
}
