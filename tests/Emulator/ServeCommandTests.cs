using System.Diagnostics;
using System.Text.RegularExpressions;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The emulator that keeps listening.</summary>
public sealed partial class ServeCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_says_where_it_listens_and_serves_what_it_said()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"[$event]\"");
        using var serving = Programs.StartEmulator("serve", "--port", "0", "--function-name", "f", "--", handler.Path);
        var announced = Announcement().Match((await ReadLineAsync(serving))!);
        Assert.True(announced.Success);
        using var http = new HttpClient { Timeout = Waiting.Limit };

        using var answer = await http.PostAsync(announced.Groups["url"].Value, new StringContent("1"), Token);
        Assert.Equal("[1]", await answer.Content.ReadAsStringAsync(Token));
        Assert.Contains("/functions/f/invocations", announced.Groups["url"].Value, StringComparison.Ordinal);

        using (Process.Start("kill", ["-TERM", $"{serving.Id}"])) { }
        var ended = await Programs.EndAsync(serving);
        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("REPORT RequestId: ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_status_2()
    {
        await using var other = await LambdaEmulator.StartAsync(cancellationToken: Token);

        var ran = await Programs.EmulatorAsync("serve", "--port", $"{other.BaseAddress.Port}");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(
            $"Port {other.BaseAddress.Port} at 127.0.0.1 cannot be used",
            ran.Error,
            StringComparison.Ordinal
        );
    }

    private static Task<string?> ReadLineAsync(Process process) =>
        process.StandardOutput.ReadLineAsync(Token).AsTask().Soon();

    [GeneratedRegex(@"^Listening: AWS_LAMBDA_RUNTIME_API=127\.0\.0\.1:\d+; try: curl -d '\{\}' (?<url>http\S+)$")]
    private static partial Regex Announcement();
}
