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
    // As much as Go's net/http reads before it would rather close the connection.
    private long _mostSkipped = 256 * 1024;
    private string? _errorType;
    private bool _aborted;
    private CallLog? _log;
    private bool _bodyEnded;
    private bool _isPipelined;

    public HttpRequest Request => context.Request;

    public HttpResponse Response => context.Response;

    public CancellationToken ConnectionClosed => context.RequestAborted;

    /// <summary>The connection, which can be torn.</summary>
    public TearableConnection Connection => context.Features.Get<TearableConnection>()!;

    /// <summary>What was asked to go wrong with it, or null.</summary>
    public Fault? Fault { get; set; }

    /// <summary>Set by whoever learns which invocation the call is about.</summary>
    public string? RequestId { get; set; }

    private Arrivals Arrivals => context.Features.Get<Arrivals>()!;

    private long BodyLength { get; set; }

    // A fault may reply before the body is there.
    private bool RepliesEarly => Fault is { Kind: FaultKind.Status, After: FaultPoint.RequestHead };

    /// <summary>Begins a call that belongs into a log.</summary>
    public void Begin(CallLog log)
    {
        _log = log;
        _isPipelined = Arrivals.IsPipelined(Response);
        Response.OnStarting(() =>
        {
            // Who has the reply finds the call in the log. What becomes of a reply with a fault is not known yet.
            if (Fault is null)
            {
                Record();
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>Puts the call into its log, unless it is there already.</summary>
    public void Record()
    {
        _log?.Add(ToCall());
        _log = null;
    }

    /// <summary>The value of a request header, or null if it is missing or empty.</summary>
    public string? Header(string name)
    {
        var value = Request.Headers[name].ToString();
        return value.Length == 0 ? null : value;
    }

    public async Task<Body> ReadBodyAsync(long limit)
    {
        var body = await BodyReader.ReadAsync(Request, limit).ConfigureAwait(false);
        Note(body, limit);
        return body;
    }

    public async Task<Body> ForwardBodyAsync(long limit, ResponseSink sink)
    {
        var body = await BodyReader.ForwardAsync(Request, limit, sink).ConfigureAwait(false);
        Note(body, limit);
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
        await SkipBodyAsync().ConfigureAwait(false);
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
        Arrivals.Stop();
        context.Abort();
    }

    private RuntimeApiCall ToCall() =>
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
            IsPipelined = _isPipelined,
            Fault = Fault,
        };

    private void Note(Body body, long limit)
    {
        BodyLength = body.Length;
        _bodyEnded = body.End != BodyEnd.TooLarge;
        // One that is declared too large is judged unread here, but the service reads on until it is.
        _mostSkipped += Request.ContentLength > limit ? limit + 1 : 0;
    }

    /// <summary>
    /// Reads the rest of a body that nobody wanted, so that the next request can be read. A longer one costs the runtime its
    /// connection, as with the service.
    /// </summary>
    private async Task SkipBodyAsync()
    {
        if (_bodyEnded || RepliesEarly)
        {
            return;
        }

        _bodyEnded = true;
        if (!await BodyReader.SkipAsync(Request, _mostSkipped).ConfigureAwait(false))
        {
            Response.Headers.Connection = "close";
        }
    }
}
