using System.Text.Json;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The Extensions API, with one external extension known by name.</summary>
public sealed class ExtensionTests : EmulatorTest
{
    private const string Both = """{"events":["INVOKE","SHUTDOWN"]}""";

    private protected override EmulatorOptions Options() =>
        new()
        {
            FunctionName = "greet",
            Timeout = TimeSpan.FromSeconds(60),
            ExternalExtensions = ["outside"],
            Handler = null,
        };

    [Fact]
    public async Task Registering_tells_the_function_and_gives_an_identifier()
    {
        using var extension = new RawExtension(Emulator);

        var reply = await extension.RegisterAsync("outside", Both);

        Assert.Equal((200, "application/json"), (reply.Status, reply.MediaType));
        Assert.True(Guid.TryParse(extension.Identifier, out _));
        using var document = JsonDocument.Parse(reply.Body);
        var body = document.RootElement;
        Assert.Equal("greet", body.GetProperty("functionName").GetString());
        Assert.Equal("$LATEST", body.GetProperty("functionVersion").GetString());
        Assert.Equal(JsonValueKind.String, body.GetProperty("handler").ValueKind);
        Assert.False(body.TryGetProperty("accountId", out _));
    }

    [Fact]
    public async Task The_account_id_is_told_on_request()
    {
        using var extension = new RawExtension(Emulator);

        var reply = await extension.RegisterAsync(
            "inside",
            headers: ("Lambda-Extension-Accept-Feature", "other, accountId")
        );

        Assert.Equal("123456789012", JsonDocument.Parse(reply.Body).RootElement.GetProperty("accountId").GetString());
    }

    [Theory]
    [InlineData("inside")]
    [InlineData("outside")]
    public async Task An_extension_that_subscribed_is_told_of_each_event(string name)
    {
        using var extension = new RawExtension(Emulator);
        await extension.RegisterAsync(name, """{"events":["INVOKE"]}""");
        var waiting = extension.NextAsync();
        var invoked = Emulator.InvokeAsync(new InvocationRequest { Qualifier = "7", TraceId = "Root=1" }, Token).Soon();
        var received = await Runtime.NextAsync(Token);

        var told = await waiting;

        Assert.Equal("INVOKE", told.Type);
        Assert.True(Guid.TryParse(told.Id, out _));
        Assert.Equal(received.Id, told.Json.GetProperty("requestId").GetString());
        Assert.Equal(
            received["Lambda-Runtime-Deadline-Ms"],
            told.Json.GetProperty("deadlineMs").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.Equal(
            "arn:aws:lambda:us-east-1:123456789012:function:greet:7",
            told.Json.GetProperty("invokedFunctionArn").GetString()
        );
        var tracing = told.Json.GetProperty("tracing");
        Assert.Equal("X-Amzn-Trace-Id", tracing.GetProperty("type").GetString());
        Assert.Equal("Root=1", tracing.GetProperty("value").GetString());

        // One that was busy finds what it missed.
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
        var again = InvokeAsync();
        var second = await Runtime.NextAsync(Token);
        Assert.Equal(second.Id, (await extension.NextAsync()).Json.GetProperty("requestId").GetString());
        await Runtime.RespondAsync(second.Id, "2");
        await again;
    }

    [Fact]
    public async Task One_without_events_waits_until_all_ends()
    {
        using var extension = new RawExtension(Emulator);
        await extension.RegisterAsync("inside");
        var waiting = extension.NextAsync();
        var invoked = InvokeAsync();
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "1");
        await invoked;

        Assert.False(waiting.IsCompleted);
        await Emulator.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
    }

    [Fact]
    public async Task One_that_lost_its_connection_may_ask_again()
    {
        using var extension = new RawExtension(Emulator);
        await extension.RegisterAsync("inside", """{"events":["INVOKE"]}""");
        using var connection = await RawConnection.OpenAsync(Emulator);
        await connection.SendAsync(
            $"GET /2020-01-01/extension/event/next HTTP/1.1\r\nHost: local\r\nLambda-Extension-Identifier: {extension.Identifier}\r\n\r\n"
        );
        connection.FinishSending();
        await Emulator.WaitForCallAsync(it => it.Status is null, Token).Soon();
        var waiting = extension.NextAsync();
        var invoked = InvokeAsync();
        var received = await Runtime.NextAsync(Token);
        Assert.Equal(received.Id, (await waiting).Json.GetProperty("requestId").GetString());
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
    }

    [Fact]
    public async Task An_external_one_is_told_of_the_end()
    {
        using var extension = new RawExtension(Emulator);
        await extension.RegisterAsync("outside", Both);
        var waiting = extension.NextAsync();
        await Emulator.WaitForCallAsync(it => it.Status == 200, Token).Soon();
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        await Emulator.DisposeAsync().AsTask().Soon();

        var told = await waiting;
        Assert.Equal("SHUTDOWN", told.Type);
        Assert.Equal("spindown", told.Json.GetProperty("shutdownReason").GetString());
        Assert.InRange(told.Json.GetProperty("deadlineMs").GetInt64(), before, before + 2000 + 30_000);
    }

    [Theory]
    [InlineData("init", "Extension.InitError", InvocationStatus.InitFailed)]
    [InlineData("exit", "Extension.ExitError", InvocationStatus.InitFailed)]
    public async Task An_error_before_the_runtime_is_up_fails_the_start(
        string phase,
        string errorType,
        InvocationStatus status
    )
    {
        using var extension = new RawExtension(Emulator);
        await extension.RegisterAsync("inside");

        var reply = await extension.FailAsync(phase);

        Assert.Equal((202, "{\"status\":\"OK\"}\n"), (reply.Status, reply.Body));
        var outcome = await InvokeAsync();
        Assert.Equal((status, errorType), (outcome.Status, outcome.ErrorType));
        Assert.Contains("'inside'", Field(outcome, "errorMessage"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exit_error_ends_the_event_that_runs()
    {
        using var extension = new RawExtension(Emulator);
        await extension.RegisterAsync("inside", """{"events":["INVOKE"]}""");
        var waiting = extension.NextAsync();
        var invoked = InvokeAsync();
        await Runtime.NextAsync(Token);
        await waiting;

        Assert.Equal(202, (await extension.FailAsync("exit")).Status);

        var outcome = await invoked;
        Assert.Equal((InvocationStatus.ExtensionFailed, "Extension.ExitError"), (outcome.Status, outcome.ErrorType));
        Assert.Equal("Extension.UnknownExtensionIdentifier", (await extension.FailAsync("exit")).ErrorType);
        var again = InvokeAsync("\"again\"");
        while ((await Runtime.TryNextAsync()).Body != "\"again\"")
        {
            await Task.Yield();
        }

        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "2");
        Assert.Equal("2", Text(await again));
    }

    [Theory]
    [InlineData("", Both, "Extension.InvalidExtensionName")]
    [InlineData("inside", Both, "Extension.InvalidEventType")]
    [InlineData("outside", """{"events":["invoke"]}""", "Extension.InvalidEventType")]
    [InlineData("outside", """{"events":[null]}""", "Extension.InvalidEventType")]
    [InlineData("outside", """{"events":"INVOKE"}""", "InvalidRequestFormat")]
    [InlineData("outside", """{"events":[1]}""", "InvalidRequestFormat")]
    [InlineData("outside", "[]", "InvalidRequestFormat")]
    [InlineData("outside", "{", "InvalidRequestFormat")]
    [InlineData("outside", "", "InvalidRequestFormat")]
    public async Task A_registration_that_makes_no_sense_is_refused(string name, string body, string errorType)
    {
        using var extension = new RawExtension(Emulator);

        var reply = await extension.RegisterAsync(name, body);

        Assert.Equal((403, errorType), (reply.Status, reply.ErrorType));
        Assert.Equal("", extension.Identifier);
    }

    [Fact]
    public async Task A_body_of_more_than_1_MiB_is_refused()
    {
        using var extension = new RawExtension(Emulator);

        var reply = await extension.RegisterAsync("inside", new string(' ', 1024 * 1024) + "{}");

        Assert.Equal((413, "RequestEntityTooLarge"), (reply.Status, reply.ErrorType));
    }

    [Fact]
    public async Task A_name_registers_once_and_ten_names_at_most()
    {
        using var extension = new RawExtension(Emulator);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(200, (await extension.RegisterAsync($"inside-{i}")).Status);
        }

        Assert.Equal("Extension.InvalidExtensionState", (await extension.RegisterAsync("inside-0")).ErrorType);
        Assert.Equal("Extension.TooManyExtensions", (await extension.RegisterAsync("inside-10")).ErrorType);
    }

    [Fact]
    public async Task Nobody_registers_once_the_runtime_has_asked_for_an_event()
    {
        var waiting = Runtime.NextAsync(Token);
        await Emulator.WaitForRuntimeAsync(Token).Soon();
        using var extension = new RawExtension(Emulator);

        var reply = await extension.RegisterAsync("inside");

        Assert.Equal((403, "Extension.RegistrationClosed"), (reply.Status, reply.ErrorType));
        var invoked = InvokeAsync();
        await Runtime.RespondAsync((await waiting).Id, "1");
        await invoked;
    }

    [Theory]
    [InlineData("", "Extension.MissingExtensionIdentifier")]
    [InlineData("me", "Extension.InvalidExtensionIdentifier")]
    [InlineData("0d0b5a52-2f5d-4b8e-9d5e-1d9c3d9b7a11", "Extension.UnknownExtensionIdentifier")]
    public async Task A_call_without_a_right_identifier_is_refused(string identifier, string errorType)
    {
        using var extension = new RawExtension(Emulator) { Identifier = identifier };

        Assert.Equal((403, errorType), Both((await extension.TryNextAsync()).Reply));
        Assert.Equal((403, errorType), Both(await extension.FailAsync("init")));
        Assert.Equal((403, errorType), Both(await extension.FailAsync("exit")));

        static (int, string?) Both(Reply reply) => (reply.Status, reply.ErrorType);
    }

    [Fact]
    public async Task An_error_names_its_type_and_comes_in_its_time()
    {
        using var extension = new RawExtension(Emulator);
        await extension.RegisterAsync("inside", """{"events":["INVOKE"]}""");
        Assert.Equal("Extension.MissingHeader", (await extension.FailAsync("init", errorType: null)).ErrorType);
        var waiting = extension.NextAsync();
        var invoked = InvokeAsync();
        var received = await Runtime.NextAsync(Token);
        await waiting;

        var late = await extension.FailAsync("init");

        Assert.Equal((403, "Extension.InvalidExtensionState"), (late.Status, late.ErrorType));
        Assert.Contains("from Running to InitError", late.ErrorMessage, StringComparison.Ordinal);
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
    }

    [Fact]
    public async Task Calls_of_extensions_are_in_the_list_of_calls()
    {
        using var extension = new RawExtension(Emulator);
        await extension.RegisterAsync("inside");

        var call = Assert.Single(Emulator.Calls);

        Assert.Equal(("POST", "/2020-01-01/extension/register", 200), (call.Method, call.Path, call.Status));
    }
}
