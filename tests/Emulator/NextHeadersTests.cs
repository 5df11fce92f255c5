using System.Globalization;
using System.Text;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>What an event looks like on the wire.</summary>
public sealed class NextHeadersTests : EmulatorTest
{
    [Fact]
    public async Task An_event_carries_the_headers_of_the_runtime_api()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(60).ToUnixTimeMilliseconds();
        var invoked = InvokeAsync();

        var received = await Runtime.NextAsync(Token);

        var deadline = long.Parse(received["Lambda-Runtime-Deadline-Ms"]!, CultureInfo.InvariantCulture);
        Assert.InRange(deadline, before, DateTimeOffset.UtcNow.AddSeconds(60).ToUnixTimeMilliseconds());
        Assert.True(Guid.TryParse(received.Id, out _));
        Assert.NotEmpty(received.InvocationId);
        Assert.Equal(
            "arn:aws:lambda:us-east-1:123456789012:function:function",
            received["Lambda-Runtime-Invoked-Function-Arn"]
        );
        Assert.Matches(
            "^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$",
            received["Lambda-Runtime-Trace-Id"]
        );
        Assert.Equal("application/json", received.Message.Content.Headers.ContentType!.ToString());
        Assert.Null(received["Lambda-Runtime-Client-Context"]);
        Assert.Null(received["Lambda-Runtime-Cognito-Identity"]);
        Assert.Null(received["Lambda-Runtime-Aws-Tenant-Id"]);
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
    }

    [Fact]
    public async Task Optional_headers_are_sent_when_the_invocation_has_them()
    {
        var invoked = Emulator
            .InvokeAsync(
                new InvocationRequest
                {
                    ContentType = "text/plain",
                    ClientContext = """{"custom":{"k":"v"}}""",
                    CognitoIdentity = """{"cognitoIdentityId":"id"}""",
                    TenantId = "blue",
                    TraceId = "Root=1-2-3",
                    Qualifier = "live",
                },
                Token
            )
            .Soon();

        var received = await Runtime.NextAsync(Token);

        Assert.Equal("""{"custom":{"k":"v"}}""", received["Lambda-Runtime-Client-Context"]);
        Assert.Equal("""{"cognitoIdentityId":"id"}""", received["Lambda-Runtime-Cognito-Identity"]);
        Assert.Equal("blue", received["Lambda-Runtime-Aws-Tenant-Id"]);
        Assert.Equal("Root=1-2-3", received["Lambda-Runtime-Trace-Id"]);
        Assert.EndsWith(":function:live", received["Lambda-Runtime-Invoked-Function-Arn"]!, StringComparison.Ordinal);
        Assert.Equal("text/plain", received.Message.Content.Headers.ContentType!.ToString());
        await Runtime.RespondAsync(received.Id, "1");
        Assert.Equal("$LATEST", (await invoked).ExecutedVersion);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2048, false)]
    [InlineData(2049, true)]
    [InlineData(100_000, true)]
    public async Task An_event_above_2_KiB_comes_in_chunks(int length, bool chunked)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        var invoked = Emulator.InvokeAsync(new InvocationRequest { Payload = payload }, Token).Soon();

        var received = await Runtime.NextAsync(Token);

        Assert.Equal(payload, received.Payload);
        Assert.Equal(chunked, received.Message.Headers.TransferEncodingChunked ?? false);
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
    }

    [Fact]
    public async Task A_text_that_no_header_can_carry_is_refused_at_once()
    {
        var request = new InvocationRequest { TenantId = "a\r\nb" };

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Emulator.InvokeAsync(request, Token));

        Assert.Contains("TenantId", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_are_recorded_with_what_was_sent_and_answered()
    {
        var invoked = InvokeAsync();
        var received = await Runtime.NextAsync(Token);
        await Runtime.RespondAsync(received.Id, "12345", ("X-Test", "yes"));
        await Runtime.RespondAsync("other", "1");
        await invoked;

        await Emulator.WaitForCallAsync(call => call.Status == 400, Token).Soon();
        var calls = Emulator.Calls;

        Assert.Equal([1L, 2L, 3L], calls.Select(call => call.Number));
        Assert.Equal([200, 202, 400], calls.Select(call => call.Status));
        Assert.Equal("GET", calls[0].Method);
        Assert.Equal("raw-runtime/1", calls[0].Headers["user-agent"]);
        Assert.Equal(received.Id, calls[0].RequestId);
        Assert.Equal($"/2018-06-01/runtime/invocation/{received.Id}/response", calls[1].Path);
        Assert.Equal("yes", calls[1].Headers["X-Test"]);
        Assert.Equal(Encoding.UTF8.GetByteCount("12345"), calls[1].BodyLength);
        Assert.Equal("InvalidRequestID", calls[2].ErrorType);
    }
}
