using System.Net.Sockets;
using System.Text;
using LambdaClient.Emulator.Faults;
using LambdaClient.Emulator.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LambdaClient.Emulator.Tests;

/// <summary>Each fault, seen from a bare socket.</summary>
public sealed class FaultTests : EmulatorTest
{
    private readonly FakeTimeProvider _clock = new();

    private protected override EmulatorOptions Options() =>
        new() { Timeout = TimeSpan.FromSeconds(900), TimeProvider = _clock };

    [Theory]
    [InlineData(FaultPoint.RequestHead)]
    [InlineData(FaultPoint.Request)]
    public async Task A_post_is_closed_in_order_and_not_acted_on(FaultPoint after)
    {
        var (id, invoked) = await DeliverAsync();
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Response,
                Kind = FaultKind.Close,
                After = after,
            }
        );

        Assert.Equal(("", false), await PostAsync(id));

        var call = await Emulator.WaitForCallAsync(it => it.Fault is not null, Token).Soon();
        Assert.Equal((FaultKind.Close, null), (call.Fault!.Kind, call.Status));
        Assert.Equal(202, (await Runtime.RespondAsync(id, "2")).Status);
        Assert.Equal("2", Text(await invoked));
    }

    [Theory]
    [InlineData(FaultPoint.RequestHead)]
    [InlineData(FaultPoint.Request)]
    public async Task A_post_is_reset_and_not_acted_on(FaultPoint after)
    {
        var (id, invoked) = await DeliverAsync();
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Response,
                Kind = FaultKind.Reset,
                After = after,
            }
        );

        Assert.Equal(("", true), await PostAsync(id));

        Assert.Equal(202, (await Runtime.RespondAsync(id, "2")).Status);
        await invoked;
    }

    [Theory]
    [InlineData(FaultKind.Close)]
    [InlineData(FaultKind.Reset)]
    public async Task A_post_is_accepted_but_its_answer_does_not_come(FaultKind kind)
    {
        var (id, invoked) = await DeliverAsync();
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Response,
                Kind = kind,
                After = FaultPoint.Accepted,
            }
        );

        Assert.Equal(("", kind == FaultKind.Reset), await PostAsync(id));

        Assert.Equal("1", Text(await invoked));
        Assert.Equal(403, (await Runtime.RespondAsync(id, "2")).Status);
        var call = await Emulator.WaitForCallAsync(it => it.Fault is not null, Token).Soon();
        Assert.Null(call.Status);
    }

    [Theory]
    [InlineData(FaultKind.Close)]
    [InlineData(FaultKind.Reset)]
    public async Task An_event_is_cut_after_its_head(FaultKind kind)
    {
        var invoked = InvokeAsync("\"event\"");
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Next,
                Kind = kind,
                After = FaultPoint.Head,
            }
        );

        var (text, reset) = await NextAsync();

        Assert.EndsWith("\r\n\r\n", text, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Lambda-Runtime-Aws-Request-Id: ", text, StringComparison.Ordinal);
        Assert.Equal(kind == FaultKind.Reset, reset);
        // The event has been handed out, so it comes again.
        var received = await Runtime.NextAsync(Token);
        Assert.Equal("\"event\"", received.Text);
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
    }

    [Theory]
    [InlineData(FaultKind.Close)]
    [InlineData(FaultKind.Reset)]
    public async Task An_event_is_cut_at_every_byte(FaultKind kind)
    {
        var invoked = InvokeAsync("\"event\"");
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Next,
                Kind = FaultKind.Close,
                After = FaultPoint.Body,
            }
        );
        var (whole, _) = await NextAsync();
        Assert.EndsWith("\r\n\r\n\"event\"", whole, StringComparison.Ordinal);
        for (var bytes = 0; bytes <= whole.Length; bytes++)
        {
            Emulator.Faults.Add(
                new Fault
                {
                    Call = FaultCall.Next,
                    Kind = kind,
                    AfterBytes = bytes,
                }
            );

            var (part, reset) = await NextAsync();

            Assert.Equal((Undated(whole)[..bytes], kind == FaultKind.Reset), (Undated(part), reset));
        }

        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "1");
        await invoked;
    }

    /// <summary>The same text with what the clock may change between two answers struck out, however little of it is there.</summary>
    private static string Undated(string head) =>
        System.Text.RegularExpressions.Regex.Replace(
            head,
            "(?<=\r\nDate: )[^\r]*",
            date => new string('#', date.Length)
        );

    [Fact]
    public async Task A_large_event_is_cut_where_it_was_asked_for()
    {
        var invoked = InvokeAsync($"\"{new string('x', 1_000_000)}\"");
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Next,
                Kind = FaultKind.Close,
                AfterBytes = 700_001,
            }
        );

        var (text, reset) = await NextAsync();

        Assert.Equal((700_001, false), (text.Length, reset));
        var received = await Runtime.NextAsync(Token);
        Assert.Equal(1_000_002, received.Payload.Length);
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
    }

    [Theory]
    [InlineData(FaultKind.Close)]
    [InlineData(FaultKind.Reset)]
    public async Task A_connection_ends_after_a_whole_answer_without_saying_so(FaultKind kind)
    {
        var (id, invoked) = await DeliverAsync();
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Response,
                Kind = kind,
                After = FaultPoint.Body,
            }
        );

        var (text, reset) = await PostAsync(id);

        Assert.StartsWith("HTTP/1.1 202 Accepted\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("{\"status\":\"OK\"}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Connection: close", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(kind == FaultKind.Reset, reset);
        Assert.Equal("1", Text(await invoked));
        var call = await Emulator.WaitForCallAsync(it => it.Fault is not null, Token).Soon();
        Assert.Equal(202, call.Status);
    }

    [Theory]
    [InlineData(FaultPoint.Request, "")]
    [InlineData(FaultPoint.Accepted, "")]
    [InlineData(FaultPoint.Head, "HTTP/1.1 202 Accepted")]
    public async Task An_answer_is_delayed(FaultPoint after, string before)
    {
        var (id, invoked) = await DeliverAsync();
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Response,
                Kind = FaultKind.Delay,
                After = after,
                Delay = TimeSpan.FromMilliseconds(10),
            }
        );
        using var connection = await RawConnection.OpenAsync(Emulator);
        await connection.SendAsync(Post(id, "1", "Connection: close\r\n"));
        if (before.Length > 0)
        {
            Assert.Equal(before, await connection.ReadLineAsync());
        }

        var rest = connection.ReadToEndAsync();
        if (after == FaultPoint.Request)
        {
            Assert.False(invoked.IsCompleted);
        }
        else
        {
            await invoked;
        }

        while (!rest.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.EndsWith("{\"status\":\"OK\"}\n", await rest, StringComparison.Ordinal);
        Assert.Equal("1", Text(await invoked));
    }

    [Fact]
    public async Task A_delayed_answer_does_not_come_before_its_time()
    {
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.InitError,
                Kind = FaultKind.Close,
                After = FaultPoint.Accepted,
                Delay = TimeSpan.FromMilliseconds(10),
            }
        );
        using var connection = await RawConnection.OpenAsync(Emulator);
        await connection.SendAsync(
            "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: local\r\nContent-Length: 2\r\n\r\n{}"
        );
        var rest = connection.ReadToEndAsync();
        // The error has been taken once a caller is told of it.
        Assert.Equal(InvocationStatus.InitFailed, (await InvokeAsync()).Status);

        Assert.False(rest.IsCompleted);
        while (!rest.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.Equal("", await rest);
    }

    [Theory]
    [InlineData(500, null, "RequestedFault")]
    [InlineData(410, "InvokeTimeout", "InvokeTimeout")]
    [InlineData(599, null, "RequestedFault")]
    public async Task An_answer_has_the_status_that_was_asked_for(int status, string? errorType, string told)
    {
        var (id, invoked) = await DeliverAsync();
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Response,
                Kind = FaultKind.Status,
                Status = status,
                ErrorType = errorType,
            }
        );

        var reply = await Runtime.RespondAsync(id, "1");

        Assert.Equal((status, told), (reply.Status, reply.ErrorType));
        Assert.Equal(202, (await Runtime.RespondAsync(id, "2")).Status);
        Assert.Equal("2", Text(await invoked));
    }

    [Fact]
    public async Task An_event_comes_without_the_headers_that_were_omitted()
    {
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Next,
                Kind = FaultKind.Omit,
                Headers = ["lambda-runtime-trace-id", "Content-Type", "No-Such-Header"],
            }
        );
        var invoked = InvokeAsync("\"event\"");

        var received = await Runtime.NextAsync(Token);

        Assert.Equal("\"event\"", received.Text);
        Assert.Null(received["Lambda-Runtime-Trace-Id"]);
        Assert.Null(received.Message.Content.Headers.ContentType);
        Assert.NotNull(received["Lambda-Runtime-Deadline-Ms"]);
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
    }

    [Fact]
    public async Task A_status_without_a_body_has_none()
    {
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Next,
                Kind = FaultKind.Status,
                Status = 204,
            }
        );

        var reply = await Runtime.TryNextAsync();

        Assert.Equal((204, ""), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task A_status_may_come_before_the_body_of_the_request()
    {
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Response,
                Kind = FaultKind.Status,
                Status = 413,
                After = FaultPoint.RequestHead,
            }
        );
        using var connection = await RawConnection.OpenAsync(Emulator);

        await connection.SendAsync(
            "POST /2018-06-01/runtime/invocation/a/response HTTP/1.1\r\nHost: local\r\nContent-Length: 1000\r\n\r\nx"
        );

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await connection.ReadLineAsync());
    }

    [Fact]
    public async Task A_fault_strikes_as_often_as_asked_and_its_own_calls_alone()
    {
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Next,
                Kind = FaultKind.Status,
                Status = 503,
                Times = 2,
            }
        );
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Next,
                Kind = FaultKind.Status,
                Status = 502,
            }
        );
        Assert.Equal("InvalidRequestID", (await Runtime.RespondAsync("a", "1")).ErrorType);

        Assert.Equal(503, (await Runtime.TryNextAsync()).Status);
        Assert.Equal([1, 1], Emulator.Faults.Snapshot().Select(fault => fault.Times));
        Assert.Equal(503, (await Runtime.TryNextAsync()).Status);
        Assert.Equal(502, (await Runtime.TryNextAsync()).Status);

        Assert.Empty(Emulator.Faults.Snapshot());
        var (id, invoked) = await DeliverAsync();
        await Runtime.RespondAsync(id, "1");
        Assert.True((await invoked).IsSuccess);
    }

    [Theory]
    [InlineData(FaultCall.Error, "POST", "/2018-06-01/runtime/invocation/a/error")]
    [InlineData(FaultCall.InitError, "POST", "/2018-06-01/runtime/init/error")]
    [InlineData(FaultCall.ExtensionRegister, "POST", "/2020-01-01/extension/register")]
    [InlineData(FaultCall.ExtensionNext, "GET", "/2020-01-01/extension/event/next")]
    [InlineData(FaultCall.ExtensionInitError, "POST", "/2020-01-01/extension/init/error")]
    [InlineData(FaultCall.ExtensionExitError, "POST", "/2020-01-01/extension/exit/error")]
    public async Task Each_call_has_its_faults(FaultCall call, string method, string path)
    {
        Emulator.Faults.Add(new Fault { Call = call, Kind = FaultKind.Close });

        var ended = await ExchangeAsync($"{method} {path} HTTP/1.1\r\nHost: local\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(("", false), ended);
        Assert.Empty(Emulator.Faults.Snapshot());
    }

    [Fact]
    public void A_fault_that_cannot_be_is_refused()
    {
        var close = new Fault { Call = FaultCall.Next, Kind = FaultKind.Close };
        Fault[] misfits =
        [
            close with
            {
                Call = (FaultCall)99,
            },
            close with
            {
                Kind = (FaultKind)99,
            },
            close with
            {
                After = (FaultPoint)99,
            },
            close with
            {
                Times = 0,
            },
            close with
            {
                Status = 199,
            },
            close with
            {
                Status = 600,
            },
            close with
            {
                Delay = TimeSpan.FromTicks(-1),
            },
            close with
            {
                Delay = TimeSpan.FromDays(2),
            },
            close with
            {
                AfterBytes = -1,
            },
            close with
            {
                Kind = FaultKind.Status,
                After = FaultPoint.Accepted,
            },
            close with
            {
                Kind = FaultKind.Status,
                AfterBytes = 1,
            },
            close with
            {
                Kind = FaultKind.Delay,
                After = FaultPoint.Body,
            },
            close with
            {
                Kind = FaultKind.AnnouncedClose,
                After = FaultPoint.Body,
            },
            close with
            {
                Kind = FaultKind.AnnouncedClose,
                AfterBytes = 1,
            },
        ];

        Assert.All(misfits, misfit => Assert.Throws<ArgumentException>(() => Emulator.Faults.Add(misfit)));
        Assert.Empty(Emulator.Faults.Snapshot());
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_a_delay()
    {
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Next,
                Kind = FaultKind.Delay,
                Delay = TimeSpan.FromHours(1),
            }
        );
        using var connection = await RawConnection.OpenAsync(Emulator);
        await connection.SendAsync("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: local\r\n\r\n");
        while (Emulator.Faults.Snapshot().Count > 0)
        {
            await Task.Yield();
        }

        await Emulator.DisposeAsync().AsTask().Soon();
    }

    private async Task<(string Id, Task<InvocationOutcome> Invoked)> DeliverAsync()
    {
        var invoked = InvokeAsync();
        return ((await Runtime.NextAsync(Token)).Id, invoked);
    }

    private Task<(string Text, bool Reset)> PostAsync(string id) => ExchangeAsync(Post(id, "1"));

    private Task<(string Text, bool Reset)> NextAsync() =>
        ExchangeAsync("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: local\r\n\r\n");

    private static string Post(string id, string body, string headers = "") =>
        $"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: local\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    /// <summary>What comes back until the connection ends, and whether it ends with a reset.</summary>
    private async Task<(string Text, bool Reset)> ExchangeAsync(string request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(System.Net.IPEndPoint.Parse(Emulator.RuntimeApi), Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes(request), Token);
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            try
            {
                var count = await socket.ReceiveAsync(buffer, Token).AsTask().Soon();
                if (count == 0)
                {
                    return (text.ToString(), false);
                }

                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
            catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
            {
                return (text.ToString(), true);
            }
        }
    }
}
