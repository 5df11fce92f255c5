using System.Globalization;
using System.Text;
using LambdaClient.Transports;

namespace LambdaClient.TestSupport;

/// <summary>Where one connection of a <see cref="ModelService"/> breaks.</summary>
/// <param name="RequestBytes">How many bytes of requests reach the service; null for all.</param>
/// <param name="ReplyBytes">How many bytes of replies reach the client; null for all.</param>
/// <param name="IsReset">Whether the end is a reset, not the end of the stream.</param>
/// <param name="TellsCount">Whether a write that fails says how many bytes were taken.</param>
public sealed record Cut(int? RequestBytes = null, int? ReplyBytes = null, bool IsReset = false, bool TellsCount = true)
{
    /// <summary>A connection that lasts.</summary>
    public static Cut None { get; } = new();
}

/// <summary>
/// The Runtime API in process, as a transport: it serves the requests of a connection one after the other, by the service's state
/// rules, over connections that break where they are told to. It keeps what became of every event.
/// </summary>
/// <remarks>An unanswered event is handed out again, under the same invocation id. Not safe for use by two threads at once.</remarks>
public sealed class ModelService(IEnumerable<Cut>? cuts = null) : Transport
{
    private readonly Queue<Cut> _cuts = new(cuts ?? []);
    private readonly List<byte> _requests = [];
    private readonly List<byte> _replies = [];
    private readonly List<Answered> _answers = [];
    private Cut _cut = Cut.None;
    private int _requestBytes;
    private int _replyBytes;
    private bool _isOpen;
    private bool _isUnanswered;

    /// <summary>What the service took as the end of an event.</summary>
    /// <param name="Event">The event's number, from 1.</param>
    /// <param name="Call"><c>response</c> or <c>error</c>.</param>
    /// <param name="Body">The body; of a stream, its chunks put together.</param>
    /// <param name="ErrorType">The error type of the head or the trailers, or null.</param>
    public sealed record Answered(int Event, string Call, byte[] Body, string? ErrorType);

    /// <summary>How many events were handed out.</summary>
    public int Events { get; private set; }

    /// <summary>Every answer that was taken, in order.</summary>
    public IReadOnlyList<Answered> Answers => _answers;

    /// <summary>How many answers the service refused, because it waited for none of that id.</summary>
    public int Refused { get; private set; }

    /// <summary>How many writes carried an answer and a poll.</summary>
    public int Pairs { get; private set; }

    public override IoResult Connect(Endpoint endpoint, TimeSpan timeout)
    {
        _cut = _cuts.TryDequeue(out var next) ? next : Cut.None;
        (_requestBytes, _replyBytes, _isOpen) = (0, 0, true);
        _requests.Clear();
        _replies.Clear();
        return IoResult.Done();
    }

    public override IoResult Write(Outgoing bytes, TimeSpan limit)
    {
        Pairs += bytes.Tail.IsEmpty ? 0 : 1;
        byte[] all = [.. bytes.Head.Span, .. bytes.Body.Span, .. bytes.Tail.Span];
        var taken = Math.Min(all.Length, (_cut.RequestBytes ?? int.MaxValue) - _requestBytes);
        _requestBytes += taken;
        _requests.AddRange(all.AsSpan(0, taken));
        while (_isOpen && ServeOne()) { }

        if (taken == all.Length)
        {
            return IoResult.Done(bytes);
        }

        _isOpen = false;
        return new IoResult(IoStatus.Failed, _cut.TellsCount ? taken : null, 104);
    }

    public override IoResult Read(Memory<byte> buffer, TimeSpan limit)
    {
        var left = (_cut.ReplyBytes ?? int.MaxValue) - _replyBytes;
        var count = Math.Min(Math.Min(buffer.Length, _replies.Count), left);
        if (count == 0)
        {
            _isOpen = false;
            return _cut.IsReset ? new IoResult(IoStatus.Failed, 0, 104) : IoResult.Done();
        }

        for (var i = 0; i < count; i++)
        {
            buffer.Span[i] = _replies[i];
        }

        _replies.RemoveRange(0, count);
        _replyBytes += count;
        return IoResult.Done(count);
    }

    public override bool IsStale() => !_isOpen || _replies.Count > 0;

    public override void Abort() => _isOpen = false;

    public override void Close() => _isOpen = false;

    private bool ServeOne()
    {
        var bytes = _requests.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        if (end < 4)
        {
            return false;
        }

        var request = new ReceivedRequest(0, Encoding.ASCII.GetString(bytes, 0, end), []);
        if (request.Call.StartsWith("GET ", StringComparison.Ordinal))
        {
            _requests.RemoveRange(0, end);
            HandOut();
            return true;
        }

        byte[] body;
        string? trailers = null;
        if (request.Field("Transfer-Encoding") == "chunked")
        {
            if (!TryTakeChunks(bytes, end, out body, out trailers, out end))
            {
                return false;
            }
        }
        else
        {
            var length = int.Parse(request.Field("Content-Length")!, CultureInfo.InvariantCulture);
            if (bytes.Length < end + length)
            {
                return false;
            }

            body = bytes[end..(end + length)];
            end += length;
        }

        _requests.RemoveRange(0, end);
        Take(request, body, trailers);
        return true;
    }

    private void HandOut()
    {
        Events += _isUnanswered ? 0 : 1;
        _isUnanswered = true;
        _replies.AddRange(
            Wire.Event($"event {Events}", $"id-{Events}", $"Lambda-Runtime-Invocation-Id: attempt-{Events}")
        );
    }

    private void Take(ReceivedRequest request, byte[] body, string? trailers)
    {
        var path = request.Call.Split('/');
        var isOfThisEvent = path[^2] == $"id-{Events}";
        if (!_isUnanswered || !isOfThisEvent || request.Field("Lambda-Runtime-Invocation-Id") != $"attempt-{Events}")
        {
            Refused++;
            _replies.AddRange(
                isOfThisEvent ? Wire.Refusal(403, "InvalidStateTransition") : Wire.Refusal(400, "InvalidRequestID")
            );
            return;
        }

        const string Type = "Lambda-Runtime-Function-Error-Type";
        var type = trailers is null ? request.Field(Type) : new ReceivedRequest(0, "\r\n" + trailers, []).Field(Type);
        _isUnanswered = false;
        _answers.Add(new(Events, path[^1], body, type));
        _replies.AddRange(Wire.Accepted);
    }

    private static bool TryTakeChunks(byte[] bytes, int at, out byte[] body, out string? trailers, out int end)
    {
        var joined = new List<byte>();
        (body, trailers, end) = ([], null, 0);
        while (true)
        {
            var line = bytes.AsSpan(at).IndexOf("\r\n"u8);
            if (line < 0)
            {
                return false;
            }

            var size = int.Parse(
                Encoding.ASCII.GetString(bytes, at, line),
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture
            );
            at += line + 2;
            if (size == 0)
            {
                var last = bytes.AsSpan(at).StartsWith("\r\n"u8) ? 0 : bytes.AsSpan(at).IndexOf("\r\n\r\n"u8) + 2;
                if (last < 0 || bytes.Length < at + last + 2 || last == 1)
                {
                    return false;
                }

                (body, trailers, end) = ([.. joined], Encoding.ASCII.GetString(bytes, at, last), at + last + 2);
                return true;
            }

            if (bytes.Length < at + size + 2)
            {
                return false;
            }

            joined.AddRange(bytes.AsSpan(at, size));
            at += size + 2;
        }
    }
}
