using System.Net;
using System.Text.Json;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>What the commands share, and those that run no handler.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-tests-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => ["alb", "eventbridge", "function-url", "http-api", "s3", "sns", "sqs"];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_version_is_told()
    {
        var ran = await Programs.EmulatorAsync("--version");

        Assert.Equal(0, ran.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", ran.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("serve", "-h")]
    [InlineData("events", "-?")]
    public async Task Help_names_the_command_that_was_given(params string[] arguments)
    {
        var ran = await Programs.EmulatorAsync(arguments);

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains(
            $"\nUsage:\n  {Programs.EmulatorCommand} {(arguments[0] == "--help" ? "" : arguments[0])}",
            ran.Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("lambdaclient ", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_come_from_files_and_the_command_line_wins()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$A|$B|$C|$D|$E\"");
        var file = Write("# comment\n\nA=1\n  B= \"two\" # three\nC=\nD\nE=file\n");

        var ran = await Programs.ShellAsync(
            $"D=own {Programs.EmulatorCommand} run --data 1 --env-file {file} --env E=line -- {handler.Path}"
        );

        Assert.Equal((0, "1| \"two\" # three||own|line\n"), (ran.ExitCode, ran.Output));
    }

    [Theory]
    [InlineData("A B=1\n", "Line 1 of '{0}' is not NAME=VALUE")]
    [InlineData("A=1\n=2\n", "Line 2 of '{0}' is not NAME=VALUE")]
    [InlineData(null, "The variables in '{0}' cannot be read")]
    public async Task A_file_of_variables_that_cannot_be_used_is_refused(string? content, string why)
    {
        var file = content is null ? "/no/such/file" : Write(content);

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--env-file", file, "--", "true");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith(string.Format(null, why, file), ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clean_environment_has_what_lambda_gives_and_no_secrets()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$(env)\"");
        const string Secret = "AWS_SECRET_ACCESS_KEY=secret";

        var whole = await Programs.ShellAsync($"{Secret} {Programs.EmulatorCommand} run --data 1 -- {handler.Path}");
        var clean = await Programs.ShellAsync(
            $"{Secret} {Programs.EmulatorCommand} run --data 1 --clean-env --env STAGE=test -- {handler.Path}"
        );

        Assert.Contains(Secret, whole.Output, StringComparison.Ordinal);
        Assert.Equal(0, clean.ExitCode);
        Assert.DoesNotContain(Secret, clean.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^(HOME|USER|DOTNET.*)=", clean.Output);
        Assert.Matches("(?m)^PATH=", clean.Output);
        Assert.Matches("(?m)^AWS_LAMBDA_FUNCTION_NAME=function$", clean.Output);
        Assert.Matches("(?m)^STAGE=test$", clean.Output);
    }

    [Fact]
    public async Task All_addresses_can_be_listened_on_and_the_handler_is_told_the_loopback_one()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$AWS_LAMBDA_RUNTIME_API\"");
        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                Address = IPAddress.Any,
                Timeout = TimeSpan.FromSeconds(60),
                Handler = new HandlerProgram { Path = handler.Path },
            },
            Token
        );
        // Any address of this machine will do, be it one more of its loopback network.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Waiting.Limit };

        var answer = await http.PostAsync(
            $"http://127.1.2.3:{emulator.BaseAddress.Port}/2015-03-31/functions/function/invocations",
            new StringContent("1"),
            Token
        );

        Assert.Equal($"127.0.0.1:{emulator.BaseAddress.Port}", emulator.RuntimeApi);
        Assert.Equal(emulator.RuntimeApi, await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task The_host_option_is_an_address()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$AWS_LAMBDA_RUNTIME_API\"");

        var ran = await Programs.EmulatorAsync("run", "--host", "127.0.0.7", "--data", "1", "--", handler.Path);
        var refused = await Programs.EmulatorAsync("run", "--host", "here", "--data", "1", "--", handler.Path);

        Assert.StartsWith("127.0.0.7:", ran.Output, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("--host takes an IP address, not 'here'", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_streamed_response_is_printed_as_it_is_written()
    {
        Programs.NeedBashAndCurl();
        // The rest is written once the test has the first part.
        using var handler = new BashHandler(
            """
            { echo first; read -r go <"$(dirname $0)/go"; echo "$go"; } | call --header 'Lambda-Runtime-Function-Response-Mode: streaming' --header 'Transfer-Encoding: chunked' --header 'Expect:' --upload-file . --request POST "$api/invocation/$id/response" >/dev/null
            """
        );
        var go = handler.Beside("go");
        Assert.Equal(0, (await Programs.ShellAsync($"mkfifo {go}")).ExitCode);
        using var running = Programs.StartEmulator(
            "run",
            "--stream",
            "--timeout",
            "60",
            "--data",
            "1",
            "--",
            handler.Path
        );

        Assert.Equal("first", await running.StandardOutput.ReadLineAsync(Token).AsTask().Soon());
        await Programs.ShellAsync($"echo second >{go}");

        var ended = await Programs.EndAsync(running);
        Assert.Equal((0, "second\n\n"), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task Streams_of_several_events_are_not_mixed()
    {
        var ran = await Programs.EmulatorAsync(
            "run",
            "--stream",
            "--max-concurrency",
            "2",
            "--data",
            "1",
            "--",
            "true"
        );

        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith("--stream cannot keep several answers apart", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kinds_of_sample_events_are_listed()
    {
        var ran = await Programs.EmulatorAsync("events");

        Assert.Equal((0, string.Join('\n', Kinds.Select(kind => kind.Data)) + "\n"), (ran.ExitCode, ran.Output));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Sample_events_come_as_many_as_asked_for_and_differ(string kind)
    {
        var ran = await Programs.EmulatorAsync("events", kind, "--count", "3");

        Assert.Equal(0, ran.ExitCode);
        var lines = ran.Output.TrimEnd('\n').Split('\n');
        var events = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var single = events.Count == 1 ? [.. events[0].GetProperty("Records").EnumerateArray()] : events;
        Assert.Equal(3, single.Count);
        // A load balancer gives its requests no ids.
        Assert.Equal(kind == "alb" ? 1 : 3, single.Select(it => it.GetRawText()).Distinct().Count());
    }

    [Fact]
    public async Task Sample_events_are_events()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$event\"");
        var events = await Programs.EmulatorAsync("events", "eventbridge", "--count", "2");

        var ran = await Programs.EmulatorAsync(["run", "--lines", "--", handler.Path], events.Output);

        Assert.Equal((0, events.Output), (ran.ExitCode, ran.Output));
    }

    [Fact]
    public async Task An_unknown_kind_of_event_is_misuse()
    {
        var ran = await Programs.EmulatorAsync("events", "fax");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith("There are no sample events 'fax'; give one of alb, ", ran.Error, StringComparison.Ordinal);
    }

    private string Write(string content)
    {
        var path = Path.Combine(_folder.FullName, "variables");
        File.WriteAllText(path, content);
        return path;
    }
}
