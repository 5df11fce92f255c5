using LambdaClient.Http;
using LambdaClient.Logging;
using LambdaClient.RuntimeApi;

namespace LambdaClient.Native.Client;

/// <summary>
/// The ids of the invocation that a client holds, for the log lines of any thread. They are copies: the receive buffer is
/// overwritten by the reply to the answer, while another thread may still be reading.
/// </summary>
/// <remarks>
/// One thread at a time writes, inside the client's calls; none waits for another. The version is odd while the ids change, and a
/// reader that saw it change reports no invocation, because one began or ended at that moment.
/// </remarks>
internal sealed class HeldIds
{
    private byte[] _bytes = new byte[256];
    private int _requestId;
    private int _tenantId;
    private int _traceId;
    private int _version;
    private Decoded? _decoded;

    /// <summary>An invocation began.</summary>
    public void Hold(EventData data) =>
        Change(data.Field(EventField.RequestId), data.Field(EventField.TenantId), data.Field(EventField.TraceId));

    /// <summary>It was answered or given up.</summary>
    public void Release() => Change(default, default, default);

    /// <summary>The ids, all of one invocation. Any thread.</summary>
    public LogIds Read()
    {
        var version = Volatile.Read(ref _version);
        var known = Volatile.Read(ref _decoded);
        if (known?.Version == version)
        {
            return known.Ids;
        }

        var bytes = _bytes;
        var requestId = new Slice(0, _requestId);
        var tenantId = new Slice(requestId.Length, _tenantId);
        var traceId = new Slice(tenantId.Start + tenantId.Length, _traceId);
        if (version % 2 != 0 || traceId.Start + traceId.Length > bytes.Length)
        {
            return default;
        }

        var ids = new LogIds(
            HeaderText.Decode(requestId.In(bytes)),
            HeaderText.Decode(tenantId.In(bytes)),
            HeaderText.Decode(traceId.In(bytes))
        );
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _version) != version)
        {
            return default;
        }

        Volatile.Write(ref _decoded, new Decoded(version, ids));
        return ids;
    }

    private void Change(ReadOnlySpan<byte> requestId, ReadOnlySpan<byte> tenantId, ReadOnlySpan<byte> traceId)
    {
        Interlocked.Increment(ref _version);
        var count = requestId.Length + tenantId.Length + traceId.Length;
        if (count > _bytes.Length)
        {
            _bytes = new byte[count];
        }

        requestId.CopyTo(_bytes);
        tenantId.CopyTo(_bytes.AsSpan(requestId.Length));
        traceId.CopyTo(_bytes.AsSpan(requestId.Length + tenantId.Length));
        (_requestId, _tenantId, _traceId) = (requestId.Length, tenantId.Length, traceId.Length);
        Interlocked.Increment(ref _version);
    }

    private sealed class Decoded(int version, LogIds ids)
    {
        public int Version => version;

        public LogIds Ids => ids;
    }
}
