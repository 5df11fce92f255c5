using LambdaClient.Http;
using LambdaClient.Logging;
using LambdaClient.RuntimeApi;

namespace LambdaClient.Native.Client;

/// <summary>
/// The ids of the invocation that a client holds, for the log lines of any thread. They are copies: the receive buffer is
/// overwritten by the reply to the answer, while another thread may still be reading.
/// </summary>
/// <remarks>
/// One thread at a time writes, inside the client's calls; none waits for another. A reader that saw the version change reports no
/// invocation, because one began or ended at that moment.
/// </remarks>
internal sealed class HeldIds
{
    private const uint Changing = 1;
    private const uint Held = 2;
    private const uint StateMask = 3;
    private const uint Generation = 4;

    private byte[] _bytes = new byte[256];
    private int _requestId;
    private int _tenantId;
    private int _traceId;
    private Decoded? _decoded;

    // The last two bits: none, changing, held.
    private uint _version;

    /// <summary>An invocation began.</summary>
    public void Hold(EventData data)
    {
        var requestId = data.Field(EventField.RequestId);
        var tenantId = data.Field(EventField.TenantId);
        var traceId = data.Field(EventField.TraceId);
        var version = (_version & ~StateMask) + Generation;

        // No id may change before the version does.
        Interlocked.Exchange(ref _version, version | Changing);
        var count = requestId.Length + tenantId.Length + traceId.Length;
        if (count > _bytes.Length)
        {
            _bytes = new byte[count];
        }

        requestId.CopyTo(_bytes);
        tenantId.CopyTo(_bytes.AsSpan(requestId.Length));
        traceId.CopyTo(_bytes.AsSpan(requestId.Length + tenantId.Length));
        (_requestId, _tenantId, _traceId) = (requestId.Length, tenantId.Length, traceId.Length);
        Volatile.Write(ref _version, version | Held);
    }

    /// <summary>It was answered or given up.</summary>
    public void Release() => Volatile.Write(ref _version, _version & ~StateMask);

    /// <summary>The ids of the last invocation, also after it ended. Any thread.</summary>
    public LogIds ReadLast()
    {
        var version = Volatile.Read(ref _version);
        return (version & StateMask) == Changing ? default
            : Copy(version, out var ids) ? ids
            : default;
    }

    /// <summary>The ids, all of one invocation. Any thread.</summary>
    public LogIds Read()
    {
        var version = Volatile.Read(ref _version);
        var known = Volatile.Read(ref _decoded);
        if (known?.Version == version)
        {
            return known.Ids;
        }

        if ((version & StateMask) != Held || !Copy(version, out var ids))
        {
            return default;
        }

        Volatile.Write(ref _decoded, new Decoded(version, ids));
        return ids;
    }

    /// <summary>The ids as they are under a version; false where it changed meanwhile.</summary>
    private bool Copy(uint version, out LogIds ids)
    {
        ids = default;
        var held = _bytes;
        var requestId = new Slice(0, _requestId);
        var tenantId = new Slice(requestId.Length, _tenantId);
        var traceId = new Slice(tenantId.Start + tenantId.Length, _traceId);
        var count = traceId.Start + traceId.Length;
        if (count > held.Length)
        {
            return false;
        }

        // Bytes that change must not be decoded: the decoder throws where they do.
        var bytes = held.AsSpan(0, count).ToArray();
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _version) != version)
        {
            return false;
        }

        ids = new(
            HeaderText.Decode(requestId.In(bytes)),
            HeaderText.Decode(tenantId.In(bytes)),
            HeaderText.Decode(traceId.In(bytes))
        );
        return true;
    }

    private sealed class Decoded(uint version, LogIds ids)
    {
        public uint Version => version;

        public LogIds Ids => ids;
    }
}
