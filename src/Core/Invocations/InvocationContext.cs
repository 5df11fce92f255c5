using System.Diagnostics.CodeAnalysis;
using LambdaClient.RuntimeApi;

namespace LambdaClient;

/// <summary>What the service says about an invocation: the header fields of <c>next</c>, and the function's configuration.</summary>
/// <remarks>
/// Immutable; safe on any thread; stays valid after the invocation was answered. A field that is absent, empty or blank is
/// null. Source: AWS Lambda Developer Guide, "Runtime API", Next invocation.
/// </remarks>
public sealed class InvocationContext
{
    private readonly TimeProvider _clock;
    private readonly Lazy<ClientContext?>? _clientContext;
    private readonly Lazy<CognitoIdentity?>? _cognitoIdentity;

    private InvocationContext(
        FunctionConfiguration function,
        TimeProvider clock,
        string? clientContext,
        string? identity
    )
    {
        Function = function;
        _clock = clock;
        RawClientContext = clientContext;
        RawCognitoIdentity = identity;
        _clientContext = Later(clientContext, ContextJson.ReadClientContext);
        _cognitoIdentity = Later(identity, ContextJson.ReadCognitoIdentity);
    }

    /// <summary>The request id; empty only in the context of <c>default(Invocation)</c>.</summary>
    public string RequestId { get; private init; } = "";

    /// <summary>The id of this attempt, or null. The client echoes it with the answer.</summary>
    public string? InvocationId { get; private init; }

    /// <summary>The ARN by which the function was invoked, or null.</summary>
    public string? InvokedFunctionArn { get; private init; }

    /// <summary>The X-Ray trace header, or null.</summary>
    public string? TraceId { get; private init; }

    /// <summary>The tenant of a tenant-isolated function, or null.</summary>
    public string? TenantId { get; private init; }

    /// <summary>The media type of the event, or null.</summary>
    public string? ContentType { get; private init; }

    /// <summary>The deadline in milliseconds since 1970-01-01 UTC; null where the service sent none, or no such number.</summary>
    public long? DeadlineMs { get; private init; }

    /// <summary>The client context as it was sent, or null.</summary>
    public string? RawClientContext { get; }

    /// <summary>The Cognito identity as it was sent, or null.</summary>
    public string? RawCognitoIdentity { get; }

    /// <summary>The client context; null where there is none or its text is no JSON object (see <see cref="RawClientContext"/>).</summary>
    public ClientContext? ClientContext => _clientContext?.Value;

    /// <summary>The Cognito identity; null where there is none or its text is no JSON object (see <see cref="RawCognitoIdentity"/>).</summary>
    public CognitoIdentity? CognitoIdentity => _cognitoIdentity?.Value;

    /// <summary>The function's configuration, read from the environment when the client was opened.</summary>
    public FunctionConfiguration Function { get; }

    /// <summary>The time left until the deadline, by the client's clock: never below zero; null where there is no deadline.</summary>
    public TimeSpan? RemainingTime => DeadlineMs is { } deadline ? Deadlines.Remaining(deadline, _clock) : null;

    /// <summary>What a text says, read when first asked for; most events have neither.</summary>
    private static Lazy<T?>? Later<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T
    >(string? text, Func<string?, T?> read)
        where T : class => text is null ? null : new(() => read(text));

    internal static InvocationContext Empty { get; } =
        new(FunctionConfiguration.Read(_ => null), TimeProvider.System, null, null);

    internal static InvocationContext Decode(EventData data, FunctionConfiguration function, TimeProvider clock) =>
        new(
            function,
            clock,
            HeaderText.Decode(data.Field(EventField.ClientContext)),
            HeaderText.Decode(data.Field(EventField.CognitoIdentity))
        )
        {
            RequestId = HeaderText.Decode(data.Field(EventField.RequestId)) ?? "",
            InvocationId = HeaderText.Decode(data.Field(EventField.InvocationId)),
            InvokedFunctionArn = HeaderText.Decode(data.Field(EventField.FunctionArn)),
            TraceId = HeaderText.Decode(data.Field(EventField.TraceId)),
            TenantId = HeaderText.Decode(data.Field(EventField.TenantId)),
            ContentType = HeaderText.Decode(data.Field(EventField.ContentType)),
            DeadlineMs = Deadlines.Parse(data.Field(EventField.Deadline)),
        };
}
