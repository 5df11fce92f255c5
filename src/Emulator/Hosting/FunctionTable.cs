using LambdaClient.Emulator.Faults;
using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.RuntimeApi;

namespace LambdaClient.Emulator.Hosting;

/// <summary>
/// The functions behind one port. A runtime says by the first part of its paths which function it is, as in
/// <c>AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001/NAME</c>; where there is one function only, it need not.
/// </summary>
internal sealed class FunctionTable(IReadOnlyList<FunctionService> services)
{
    private readonly Dictionary<string, FunctionEndpoints> _endpoints = services.ToDictionary(
        service => service.Options.FunctionName,
        service => new FunctionEndpoints(new RuntimeApiEndpoint(service), new FaultEndpoint(service.Faults))
    );

    /// <summary>What the emulator tells a runtime that does not say which function it is.</summary>
    public Refusal Unnamed =>
        new(
            404,
            "NotFound",
            "Several functions run here, so AWS_LAMBDA_RUNTIME_API must end in the name of one, as in 'HOST:PORT/NAME'; there are "
                + $"{string.Join(", ", _endpoints.Keys)}."
        );

    /// <summary>The endpoints of the function that a path names, and the rest of the path; null if it names none of several.</summary>
    public (FunctionEndpoints Function, RequestPath Path)? Find(RequestPath path)
    {
        if (
            path.Segments is [var name, var next, ..]
            && (RuntimeApiEndpoint.IsVersion(next) || next == FaultEndpoint.Prefix)
            && _endpoints.TryGetValue(name, out var named)
        )
        {
            return (named, path.WithoutFirst());
        }

        return _endpoints.Count == 1 ? (_endpoints.Values.Single(), path) : null;
    }
}

/// <summary>What one function has of its own.</summary>
internal sealed record FunctionEndpoints(RuntimeApiEndpoint RuntimeApi, FaultEndpoint Faults);
