using System.Text;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Invocations;

public sealed class ContextTests
{
    [Theory, BothCallers]
    public async Task Carries_every_field(Caller caller)
    {
        var invocation = await Receive(
            caller,
            "Content-Type: application/json",
            "Lambda-Runtime-Invocation-Id: attempt-1",
            "Lambda-Runtime-Deadline-Ms: 1542409706888",
            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-2:123456789012:function:custom-runtime",
            "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
            "Lambda-Runtime-Aws-Tenant-Id: tenant-7",
            "X-Another: one"
        );
        var context = invocation.Context;

        Assert.Equal(Wire.Id, invocation.RequestId);
        Assert.Equal(Wire.Id, context.RequestId);
        Assert.Equal("attempt-1", context.InvocationId);
        Assert.Equal(1542409706888, context.DeadlineMs);
        Assert.Equal("arn:aws:lambda:us-east-2:123456789012:function:custom-runtime", context.InvokedFunctionArn);
        Assert.Equal("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1", context.TraceId);
        Assert.Equal("tenant-7", context.TenantId);
        Assert.Equal("application/json", context.ContentType);
        Assert.Equal("""{"name":"John"}""", Encoding.UTF8.GetString(invocation.Payload.Span));
        Assert.Equal("one", invocation.Header("x-ANOTHER"));
        Assert.Equal(Wire.Id, invocation.Header(LambdaHeaders.RequestId));
        Assert.Null(invocation.Header("X-None"));
        Assert.Same(context, invocation.Context);
    }

    [Theory, BothCallers]
    public async Task All_fields_but_the_id_may_be_missing(Caller caller)
    {
        var context = (await Receive(caller)).Context;

        Assert.Null(context.InvocationId);
        Assert.Null(context.DeadlineMs);
        Assert.Null(context.RemainingTime);
        Assert.Null(context.InvokedFunctionArn);
        Assert.Null(context.TraceId);
        Assert.Null(context.TenantId);
        Assert.Null(context.ContentType);
        Assert.Null(context.ClientContext);
        Assert.Null(context.CognitoIdentity);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t ")]
    public async Task A_blank_field_is_missing(string blank)
    {
        var invocation = await Receive(
            Caller.Blocking,
            $"Lambda-Runtime-Trace-Id:{blank}",
            $"Lambda-Runtime-Client-Context:{blank}",
            $"Lambda-Runtime-Cognito-Identity:{blank}",
            $"Lambda-Runtime-Deadline-Ms:{blank}",
            $"Lambda-Runtime-Invocation-Id:{blank}"
        );

        Assert.Null(invocation.Context.TraceId);
        Assert.Null(invocation.Context.RawClientContext);
        Assert.Null(invocation.Context.RawCognitoIdentity);
        Assert.Null(invocation.Context.DeadlineMs);
        Assert.Null(invocation.Context.InvocationId);
        Assert.Null(invocation.Header(LambdaHeaders.TraceId));
    }

    [Fact]
    public async Task Field_names_are_compared_without_case_and_blanks_are_trimmed()
    {
        var invocation = await Receive(Caller.Blocking, "lambda-runtime-TRACE-id: \t Root=1 \t");

        Assert.Equal("Root=1", invocation.Context.TraceId);
    }

    [Fact]
    public async Task Text_beyond_ascii_is_utf8_or_latin1()
    {
        var utf8 = await Receive(Caller.Blocking, "Lambda-Runtime-Aws-Tenant-Id: Zürich ☂");
        byte[] latin1 =
        [
            .. "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nLambda-Runtime-Aws-Request-Id: a\r\nLambda-Runtime-Aws-Tenant-Id: Z"u8,
            0xFC,
            .. "rich\r\n\r\n"u8,
        ];

        Assert.Equal("Zürich ☂", utf8.Context.TenantId);
        Assert.Equal("Zürich", Opened.Over(latin1).Next().Must().Context.TenantId);
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    [InlineData("1542409706888 ms", null)]
    public async Task A_deadline_is_a_number_or_missing(string text, long? deadline) =>
        Assert.Equal(
            deadline,
            (await Receive(Caller.Blocking, $"Lambda-Runtime-Deadline-Ms: {text}")).Context.DeadlineMs
        );

    [Fact]
    public void The_default_invocation_is_empty()
    {
        var none = default(Invocation);

        Assert.False(none.IsValid);
        Assert.Equal("", none.RequestId);
        Assert.True(none.Payload.IsEmpty);
        Assert.Null(none.Header(LambdaHeaders.RequestId));
        Assert.Null(none.Context.DeadlineMs);
    }

    [Fact]
    public async Task The_function_comes_from_the_environment()
    {
        var variables = new Dictionary<string, string>
        {
            ["AWS_LAMBDA_FUNCTION_NAME"] = "hello",
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/hello",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = "",
            ["_HANDLER"] = "hello.handler",
            ["LAMBDA_TASK_ROOT"] = "/var/task",
        };
        var options = Opened.Options with { Variable = variables.GetValueOrDefault };
        using var client = Opened.Over(Opened.Scripted(Wire.Event()), options);
        var expected = new FunctionConfiguration(
            "hello",
            "$LATEST",
            128,
            "/aws/lambda/hello",
            null,
            "hello.handler",
            "/var/task"
        );

        Assert.Equal(expected, client.Function);
        Assert.Equal(expected, (await Caller.Blocking.Next(client).Must()).Context.Function);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("99999999999")]
    public void A_memory_size_is_a_positive_number_or_missing(string text) =>
        Assert.Null(FunctionConfiguration.Read(_ => text).MemoryMegabytes);

    private static Task<Invocation> Receive(Caller caller, params IEnumerable<string> fields) =>
        caller.Next(Opened.Over(Wire.Event("""{"name":"John"}""", Wire.Id, fields))).Must();
}
