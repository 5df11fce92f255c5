using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Errors;

/// <summary>Messages name what was given, and what to do next.</summary>
public sealed class MessageTests
{
    [Theory]
    [InlineData("localhost", null, "(RuntimeClientOptions.Endpoint is \"localhost\")")]
    [InlineData("", "localhost:1", "(RuntimeClientOptions.Endpoint is \"\")")]
    [InlineData(null, "localhost", "(AWS_LAMBDA_RUNTIME_API is \"localhost\")")]
    [InlineData(null, null, "(AWS_LAMBDA_RUNTIME_API is not set)")]
    public void An_endpoint_is_told_by_the_name_of_what_gave_it(string? option, string? variable, string facts)
    {
        var options = new RuntimeClientOptions { Endpoint = option, Variable = _ => variable };

        var message = RuntimeClient.Open(options).MustFail().Message;

        Assert.Contains(facts, message, StringComparison.Ordinal);
        Assert.True(message.Split("AWS_LAMBDA_RUNTIME_API").Length <= 2, message);
    }

    [Fact]
    public void A_time_is_told_in_milliseconds()
    {
        var message = RuntimeClient.Open(Opened.Options with { ConnectTimeout = TimeSpan.Zero }).MustFail().Message;

        Assert.Contains("(RuntimeClientOptions.ConnectTimeout is \"0 ms\")", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Operation.Respond, Delivery.NotSent, "; send the answer again")]
    [InlineData(Operation.Respond, Delivery.Unknown, "; do not send the answer again, ask for the next invocation")]
    [InlineData(Operation.Fail, Delivery.NotSent, "; send the answer again")]
    [InlineData(Operation.Next, Delivery.NotSent, "; ask for the next invocation")]
    [InlineData(Operation.Next, Delivery.Unknown, "; ask for the next invocation")]
    [InlineData(Operation.FailInit, Delivery.Unknown, "; exit with a status other than 0")]
    [InlineData(Operation.FailInit, Delivery.NotSent, "; make the call again, or exit with a status other than 0")]
    public void The_next_step_after_a_lost_connection_follows_the_delivery(
        Operation operation,
        Delivery delivery,
        string step
    )
    {
        ErrorCode[] codes =
        [
            ErrorCode.ConnectionClosed,
            ErrorCode.ConnectionBroken,
            ErrorCode.ReplyTruncated,
            ErrorCode.AnswerTimeout,
        ];
        Assert.All(
            codes,
            code =>
                Assert.EndsWith(
                    step,
                    new ApiError.Transport(code, operation, "host:80", 104, delivery).Message,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void A_system_error_is_told_by_number_and_text()
    {
        var error = new ApiError.Transport(ErrorCode.ConnectFailed, Operation.Next, "host:80", 24, Delivery.NotSent);

        Assert.Contains("errno 24: Too many open files", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-2, "EAI_NONAME")]
    [InlineData(-3, "EAI_AGAIN")]
    [InlineData(-4, "EAI_FAIL")]
    [InlineData(-11, "EAI_SYSTEM")]
    [InlineData(-99, "EAI -99")]
    public async Task A_name_that_cannot_be_resolved_is_told_with_the_error_of_the_resolver(int number, string name)
    {
        var unknown = new IoResult(IoStatus.HostUnknown, SystemError: number);
        var transport = new ScriptedTransport(new ScriptedConnection([], Connect: unknown));
        using var client = Opened.Over(transport, Opened.Options with { Endpoint = "no.such.host:9001" });

        var error = (await Caller.Blocking.Next(client)).MustFail(ErrorCode.ConnectFailed);

        Assert.Equal(
            $"connect_failed: the host name \"no.such.host\" could not be resolved ({name}; Next at no.such.host:9001); "
                + "correct the host name, or check the name service",
            error.Message
        );
        Assert.Equal(number, Assert.IsType<ApiError.Transport>(error).SystemError);
    }
}
