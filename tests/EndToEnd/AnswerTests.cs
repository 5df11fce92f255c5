using System.Text;
using LambdaClient.Emulator;

namespace LambdaClient.EndToEnd.Tests;

/// <summary>What a handler answers, as the caller of the function sees it.</summary>
public sealed class AnswerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(6 * 1024 * 1024)]
    public async Task An_event_of_any_size_comes_back(int size)
    {
        await using var runtime = await Runtime.Start((event_, _) => Ok(Response.Bytes(event_.Payload, "x/y")));
        var payload = new byte[size];
        Random.Shared.NextBytes(payload);

        var outcome = await runtime.Invoke(new InvocationRequest { Payload = payload });

        Assert.True(outcome.IsSuccess);
        Assert.Equal("x/y", outcome.ContentType);
        Assert.True(outcome.Payload.Span.SequenceEqual(payload));
    }

    [Fact]
    public async Task Everything_about_an_invocation_reaches_the_handler()
    {
        InvocationContext? seen = null;
        await using var runtime = await Runtime.Start(
            (event_, _) =>
            {
                seen = event_.Context;
                return Ok(default);
            }
        );

        await runtime.Invoke(
            new InvocationRequest
            {
                ContentType = "text/x",
                RequestId = "request-1",
                InvokedFunctionArn = "arn:one",
                TraceId = "Root=1-2",
                TenantId = "tenant ü",
                ClientContext = """{"client":{"app_title":"Ä"},"custom":{"k":"v"}}""",
                CognitoIdentity = """{"cognitoIdentityId":"me","cognitoIdentityPoolId":"pool"}""",
            }
        );

        Assert.NotNull(seen);
        Assert.Equal(
            ("text/x", "request-1", "arn:one", "Root=1-2", "tenant ü"),
            (seen.ContentType, seen.RequestId, seen.InvokedFunctionArn, seen.TraceId, seen.TenantId)
        );
        Assert.Equal(("Ä", "v"), (seen.ClientContext?.Client?.AppTitle, seen.ClientContext?.Custom["k"]));
        Assert.Equal(("me", "pool"), (seen.CognitoIdentity!.IdentityId, seen.CognitoIdentity.IdentityPoolId));
        Assert.InRange(seen.RemainingTime!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_failure_and_its_cause_reach_the_caller()
    {
        await using var runtime = await Runtime.Start((_, _) => throw new InvalidDataException("nö"));

        var outcome = await runtime.Invoke();

        Assert.Equal(InvocationStatus.UnhandledError, outcome.Status);
        Assert.Equal("Function.InvalidDataException", outcome.ErrorType);
        Assert.Contains(
            "\"errorType\":\"System.IO.InvalidDataException\"",
            Text(outcome.Payload),
            StringComparison.Ordinal
        );
        Assert.Contains("InvalidDataException", outcome.ErrorCause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_the_callers_error_and_the_next_event_is_served()
    {
        await using var runtime = await Runtime.Start(
            (event_, _) =>
                Ok(
                    event_.Payload.Length > 2
                        ? Response.Bytes(new byte[(6 * 1024 * 1024) + 101])
                        : Response.Text("small")
                )
        );

        var large = await runtime.Invoke("large");
        var small = await runtime.Invoke();

        Assert.Equal("Function.ResponseSizeTooLarge", large.ErrorType);
        Assert.Equal("small", Text(small.Payload));
        Assert.DoesNotContain(runtime.Emulator.Calls, call => call.Path.EndsWith("/error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pieces_reach_the_caller_while_they_are_made()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var received = new MemoryStream();
        await using var runtime = await Runtime.Start(
            (_, _) =>
                Ok(
                    Response.Streamed(
                        async (output, cancellation) =>
                        {
                            await output.WriteAsync("one"u8.ToArray(), cancellation);
                            await first.Task;
                            await output.WriteAsync("two"u8.ToArray(), cancellation);
                        }
                    )
                )
        );

        // The second piece is made only once the caller has the first.
        var outcome = await runtime.Invoke(
            new InvocationRequest
            {
                ResponseSink = async (piece, cancellation) =>
                {
                    await received.WriteAsync(piece, cancellation);
                    first.TrySetResult();
                },
            }
        );

        Assert.True(outcome.IsSuccess);
        Assert.Equal("onetwo", Text(received.ToArray()));
    }

    [Fact]
    public async Task A_stream_that_fails_midway_is_its_callers_error()
    {
        await using var runtime = await Runtime.Start(
            (_, _) =>
                Ok(
                    Response.Streamed(
                        async (output, cancellation) =>
                        {
                            await output.WriteAsync("one"u8.ToArray(), cancellation);
                            throw new InvalidDataException("nö");
                        }
                    )
                )
        );

        var outcome = await runtime.Invoke();

        Assert.Equal("Function.InvalidDataException", outcome.ErrorType);
        Assert.Equal("one", Text(outcome.PartialResponse));
        Assert.Contains(
            "\"errorType\":\"System.IO.InvalidDataException\"",
            Text(outcome.Payload),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_handler_that_obeys_its_token_answers_before_the_deadline()
    {
        await using var runtime = await Runtime.Start(
            async (_, cancellation) =>
            {
                await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
                return new FunctionError("Function.Late", "ran out of time");
            },
            new EmulatorOptions { Timeout = TimeSpan.FromSeconds(1) },
            options => options with { Loop = options.Loop with { DeadlineMargin = TimeSpan.FromMilliseconds(700) } }
        );

        var outcome = await runtime.Invoke();

        Assert.Equal("Function.Late", outcome.ErrorType);
    }

    private static Task<Result<Response, FunctionError>> Ok(Response response) =>
        Task.FromResult<Result<Response, FunctionError>>(response);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
