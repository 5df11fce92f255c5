using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Runtime;

/// <summary>Handlers whose answer is made while it is sent, from each kind of source.</summary>
public sealed class StreamedAnswerTests
{
    private const string Trailers = "0\r\nLambda-Runtime-Function-Error-Type: ";

    public static TheoryData<Caller, string> Sources =>
        new MatrixTheoryData<Caller, string>(
            Enum.GetValues<Caller>(),
            ["pieces", "stream", "copied", "pipe", "blocking"]
        );

    [Theory, MemberData(nameof(Sources))]
    public async Task Every_kind_of_source_becomes_chunks(Caller caller, string source)
    {
        var sent = await Serve(caller, Answer(source));

        Assert.Contains("Content-Type: text/plain\r\n", sent, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n", sent, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_prelude_goes_first(Caller caller)
    {
        var prelude = new HttpPrelude { StatusCode = 418 };

        var sent = await Serve(caller, Response.Streamed(Pieces("tea"), prelude));

        Assert.Contains(
            "Content-Type: application/vnd.awslambda.http-integration-response",
            sent,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "{\"statusCode\":418,\"headers\":{}}\0\0\0\0\0\0\0\0\r\n3\r\ntea\r\n0\r\n\r\n",
            sent,
            StringComparison.Ordinal
        );
    }

    [Theory, BothCallers]
    public async Task No_piece_at_all_is_an_empty_answer(Caller caller)
    {
        var sent = await Serve(caller, Response.Streamed((_, _) => Task.CompletedTask));

        Assert.EndsWith("\r\n\r\n0\r\n\r\n", sent, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_failure_midway_follows_what_was_sent(Caller caller)
    {
        var sent = await Serve(caller, Response.Streamed(Failing("one")));

        Assert.Contains(
            $"3\r\none\r\n{Trailers}Function.InvalidOperationException\r\n",
            sent,
            StringComparison.Ordinal
        );
    }

    [Theory, BothCallers]
    public async Task A_failure_before_the_first_piece_is_an_error_report(Caller caller)
    {
        var sent = await Serve(caller, Response.Streamed(Failing()));

        Assert.Contains("/error HTTP/1.1", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("chunked", sent, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_stream_that_cannot_begin_is_reported_and_made_only_once(Caller caller)
    {
        var transport = new ScriptedTransport(
            ScriptedConnection.Of(Wire.Event()),
            new ScriptedConnection([], Connect: new IoResult(IoStatus.Refused)),
            ScriptedConnection.Of(Wire.Accepted)
        );
        using var client = Opened.Over(transport);
        var made = 0;
        List<ApiError> survived = [];

        await caller.Serve(
            client,
            _ =>
                Response.Streamed(
                    (output, cancellation) =>
                    {
                        made++;
                        return output.WriteAsync("one"u8.ToArray(), cancellation).AsTask();
                    }
                ),
            new RuntimeLoopOptions { MaxAttempts = 1, OnError = survived.Add }
        );

        Assert.Equal((1, ErrorCode.ConnectRefused), (made, Assert.Single(survived).Code));
        var report = Encoding.UTF8.GetString(transport.Written[1]);
        Assert.Contains("/error HTTP/1.1", report, StringComparison.Ordinal);
        Assert.Contains("connect_refused", report, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_prelude_that_cannot_be_sent_is_reported(Caller caller)
    {
        var sent = await Serve(caller, Response.Streamed(Pieces("x"), new HttpPrelude { StatusCode = 0 }));

        Assert.Contains("prelude_invalid", sent, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_service_that_refuses_midway_ends_the_source_and_the_next_event_is_served(Caller caller)
    {
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(Wire.Event());
                await connection.ReadHead();
                await connection.Send(Wire.Refusal(410, "InvokeTimeout"));
                await connection.ClosedByClient();
            },
            connection => connection.Answer(Wire.Event(), Wire.Accepted)
        );
        using var client = Opened.At(server);
        List<ApiError> survived = [];
        var events = 0;

        var result = await caller.Serve(
            client,
            _ =>
            {
                if (++events == 1)
                {
                    return Response.Streamed(Endless());
                }

                client.Cancel();
                return Response.Text("second");
            },
            new RuntimeLoopOptions { OnError = survived.Add }
        );

        result.Must();
        Assert.Equal(ErrorCode.InvocationTimedOut, Assert.Single(survived).Code);
        Assert.Contains(server.Requests, request => request.Text.EndsWith("second", StringComparison.Ordinal));
    }

    [Theory, BothCallers]
    public async Task Swallowing_the_failure_of_a_write_hides_nothing(Caller caller)
    {
        using var client = Opened.Over(
            new ScriptedTransport(
                new ScriptedConnection([Wire.Event(), Wire.Refusal(413, "RequestEntityTooLarge")], SeemsAlive: true)
            )
        );

        var result = await caller.Respond(
            client,
            await caller.Next(client).Must(),
            Response.Streamed(
                async (output, cancellation) =>
                {
                    await output.WriteAsync("one"u8.ToArray(), cancellation);
                    client.Dispose();
                    await Assert.ThrowsAsync<IOException>(async () =>
                        await output.WriteAsync("two"u8.ToArray(), cancellation)
                    );
                }
            )
        );

        result.MustFail(ErrorCode.ClientClosed);
    }

    private static Response Answer(string source) =>
        source switch
        {
            "pieces" => Response.Streamed(Pieces("one", "two"), "text/plain"),
            "stream" => Response.Streamed(
                async (output, cancellation) =>
                {
                    await output.WriteAsync("one"u8.ToArray(), cancellation);
                    await output.FlushAsync(cancellation);
                    await output.WriteAsync("two"u8.ToArray(), cancellation);
                },
                "text/plain"
            ),
            "copied" => Response.Streamed(
                async (output, cancellation) =>
                {
                    await new MemoryStream("one"u8.ToArray()).CopyToAsync(output, cancellation);
                    await new MemoryStream("two"u8.ToArray()).CopyToAsync(output, cancellation);
                },
                "text/plain"
            ),
            "pipe" => Response.Streamed(
                async (output, cancellation) =>
                {
                    var pipe = PipeWriter.Create(output);
                    await pipe.WriteAsync("one"u8.ToArray(), cancellation);
                    await pipe.WriteAsync("two"u8.ToArray(), cancellation);
                    await pipe.CompleteAsync();
                },
                "text/plain"
            ),
            _ => Response.Streamed(
                (output, _) =>
                {
                    output.Write("one"u8);
                    output.Flush();
                    output.Write([.. "-two-"u8], 1, 3);
                    return Task.CompletedTask;
                },
                "text/plain"
            ),
        };

    private static async Task<string> Serve(Caller caller, Response response)
    {
        var transport = new ScriptedTransport(
            new ScriptedConnection([Wire.Event(), Wire.Accepted], SeemsAlive: true),
            ScriptedConnection.Of(Wire.Accepted)
        );
        using var client = Opened.Over(transport);

        await caller.Serve(client, _ => response, new RuntimeLoopOptions { MaxAttempts = 1 });

        return string.Concat(
            transport
                .Written.Select(Encoding.UTF8.GetString)
                .Where(text => !text.StartsWith("GET", StringComparison.Ordinal))
        );
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(params string[] pieces)
    {
        foreach (var piece in pieces)
        {
            await Task.Yield();
            yield return Encoding.UTF8.GetBytes(piece);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Failing(params string[] pieces)
    {
        await foreach (var piece in Pieces(pieces))
        {
            yield return piece;
        }

        throw new InvalidOperationException("no more");
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Endless(
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        var piece = new byte[64 * 1024];
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Yield();
            yield return piece;
        }
    }
}
