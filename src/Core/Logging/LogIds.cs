namespace LambdaClient.Logging;

/// <summary>Which invocation a line belongs to; null for what there is not.</summary>
internal readonly struct LogIds(string? requestId, string? tenantId, string? traceId)
{
    public string? RequestId => requestId;

    public string? TenantId => tenantId;

    public string? TraceId => traceId;

    public static LogIds Of(Invocation invocation)
    {
        var context = invocation.Context;
        var requestId = context.RequestId;
        return new(requestId.Length > 0 ? requestId : null, context.TenantId, context.TraceId);
    }
}
