using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The same service through curl, an HTTP client that shares no code with the tests.</summary>
public sealed class CurlTests : EmulatorTest
{
    private string RuntimeUrl => $"{Emulator.BaseAddress}2018-06-01/runtime";

    private string InvokeUrl => $"{Emulator.BaseAddress}2015-03-31/functions/function/invocations";

    [Fact]
    public async Task An_event_travels_from_curl_to_curl_and_its_answer_back()
    {
        Programs.NeedCurl();
        var invoked = Programs.CurlAsync("--include", "--data", """{"name":"Ada"}""", InvokeUrl);
        var received = await Programs.CurlAsync("--include", $"{RuntimeUrl}/invocation/next");
        var id = Header(received.Output, "Lambda-Runtime-Aws-Request-Id");
        var posted = await Programs.CurlAsync("--data", "\"hello\"", $"{RuntimeUrl}/invocation/{id}/response");

        Assert.EndsWith("""{"name":"Ada"}""", received.Output, StringComparison.Ordinal);
        Assert.Equal("{\"status\":\"OK\"}\n", posted.Output);
        var answer = (await invoked).Output;
        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.EndsWith("\"hello\"", answer, StringComparison.Ordinal);
        Assert.Equal(id, Header(answer, "x-amzn-RequestId"));
    }

    [Fact]
    public async Task A_function_error_is_seen_by_curl()
    {
        Programs.NeedCurl();
        var invoked = Programs.CurlAsync("--include", "--data", "{}", InvokeUrl);
        var received = await Programs.CurlAsync("--include", $"{RuntimeUrl}/invocation/next");
        var id = Header(received.Output, "Lambda-Runtime-Aws-Request-Id");
        await Programs.CurlAsync("--data", """{"errorType":"T"}""", $"{RuntimeUrl}/invocation/{id}/error");

        var answer = (await invoked).Output;

        Assert.Equal("Unhandled", Header(answer, "X-Amz-Function-Error"));
        Assert.EndsWith("""{"errorType":"T"}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asynchronous_event_and_a_dry_run_are_accepted()
    {
        Programs.NeedCurl();
        var later = await Programs.CurlAsync(
            "--include",
            "--header",
            "X-Amz-Invocation-Type: Event",
            "--data",
            "{}",
            InvokeUrl
        );
        var never = await Programs.CurlAsync(
            "--include",
            "--header",
            "X-Amz-Invocation-Type: DryRun",
            "--data",
            "{}",
            InvokeUrl
        );

        Assert.StartsWith("HTTP/1.1 202 ", later.Output, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 204 ", never.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runtime_that_connects_anew_for_every_call_is_served()
    {
        Programs.NeedCurl();
        var first = await Programs.CurlAsync("--data", "{}", $"{RuntimeUrl}/init/error");
        var second = await Programs.CurlAsync($"{RuntimeUrl}/invocation/next");

        Assert.Equal("{\"status\":\"OK\"}\n", first.Output);
        Assert.Contains("InvalidStateTransition", second.Output, StringComparison.Ordinal);
    }

    private static string? Header(string answer, string name) =>
        answer
            .Split("\r\n")
            .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())
            .SingleOrDefault();
}
