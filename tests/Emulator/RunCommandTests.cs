using System.Diagnostics;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The command line from the outside: what goes to which stream, and the exit status.</summary>
public sealed class RunCommandTests
{
    private const string Report =
        @"REPORT RequestId: \S+ Duration: \d+\.\d\d ms Billed Duration: \d+ ms Memory Size: 128 MB";

    [Fact]
    public async Task Answers_go_to_output_and_the_handlers_words_and_reports_to_error()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("echo \"log $event\"; respond \"[$event]\"");

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--data", "2", "--", handler.Path);

        Assert.Equal((0, "[1]\n[2]\n"), (ran.ExitCode, ran.Output));
        Assert.Matches(
            $@"^log 1\n{Report} Max Memory Used: \d+ MB Init Duration: \d+\.\d\d ms\nlog 2\n{Report} Max Memory Used: \d+ MB\n$",
            ran.Error
        );
    }

    [Fact]
    public async Task Each_call_has_its_line_if_asked_for_and_it_says_what_came_in_one_write()
    {
        Programs.NeedBashAndCurl();
        // Unlike the shell's own, this printf writes all of it at once.
        using var handler = new BashHandler(
            """
            exec 3<>/dev/tcp/127.0.0.1/${AWS_LAMBDA_RUNTIME_API#*:}
            env printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: l\r\nContent-Length: 1\r\n\r\n1GET /2018-06-01/ping HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n' $id >&3
            cat <&3 >/dev/null
            """
        );

        var ran = await Programs.EmulatorAsync("run", "--verbose", "--data", "1", "--data", "2", "--", handler.Path);

        Assert.Equal((0, "1\n1\n"), (ran.ExitCode, ran.Output));
        Assert.Matches(
            """
            CALL GET /2018-06-01/runtime/invocation/next Status: 200 RequestId: (\S+)
            [^C]*CALL POST /2018-06-01/runtime/invocation/\1/response Status: 202
            [^C]*CALL GET /2018-06-01/ping Status: 200 Pipelined: yes
            """,
            ran.Error
        );
    }

    [Fact]
    public async Task Events_come_from_files_then_texts_and_each_is_repeated()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$event\"");
        await File.WriteAllTextAsync(handler.Beside("a"), "\"a\"", TestContext.Current.CancellationToken);

        var ran = await Programs.EmulatorAsync(
            ["run", "--data", "1", "--event", handler.Beside("a"), "--event", "-", "--repeat", "2", "--", handler.Path],
            input: "\"in\""
        );

        Assert.Equal((0, "\"a\"\n\"a\"\n\"in\"\n\"in\"\n1\n1\n"), (ran.ExitCode, ran.Output));
    }

    [Fact]
    public async Task Standard_input_may_hold_an_event_a_line()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$event\"");

        var ran = await Programs.EmulatorAsync(["run", "--lines", "--", handler.Path], input: "1\n\n2\n");

        Assert.Equal((0, "1\n2\n"), (ran.ExitCode, ran.Output));
    }

    [Fact]
    public async Task Options_reach_the_handler()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler(
            "respond \"$AWS_LAMBDA_FUNCTION_NAME $AWS_LAMBDA_FUNCTION_MEMORY_SIZE $_HANDLER $X $(grep -ciE 'client-context: .\"custom\"|tenant-id: blue' $(dirname $0)/head)\""
        );

        var ran = await Programs.EmulatorAsync(
            "run",
            "--data={}",
            "--function-name=f",
            "--memory=256",
            "--handler=h",
            "--env=X=a=b",
            "--client-context={\"custom\":{}}",
            "--tenant-id=blue",
            "--",
            handler.Path
        );

        Assert.Equal((0, "f 256 h a=b 2\n"), (ran.ExitCode, ran.Output));
    }

    [Fact]
    public async Task A_function_error_is_an_answer_too_and_status_1()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler(
            "if [ \"$event\" = 1 ]; then fail Function.Broken '{\"errorType\":\"T\"}'; else respond ok; fi"
        );

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--data", "2", "--", handler.Path);

        Assert.Equal((1, "{\"errorType\":\"T\"}\nok\n"), (ran.ExitCode, ran.Output));
        Assert.Contains(" Status: error Error Type: Function.Broken\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_in_the_handler_is_status_1_and_the_next_event_is_served()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("[ \"$event\" = 1 ] && exit 9; respond ok");

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--data", "2", "--", handler.Path);

        Assert.Equal(1, ran.ExitCode);
        Assert.Matches(
            @"^\{""errorType"":""Runtime\.ExitError"",""errorMessage"":""RequestId: \S+ Error: Runtime exited with error: exit status 9""\}\nok\n$",
            ran.Output
        );
        Assert.Contains(" Status: error Error Type: Runtime.ExitError\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_in_init_is_status_3()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond ok", onInit: "echo no config >&2; exit 4");

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--data", "2", "--", handler.Path);

        Assert.Equal(3, ran.ExitCode);
        Assert.Contains("exit status 4", ran.Output, StringComparison.Ordinal);
        Assert.Single(ran.Output.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("no config\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reported_init_error_is_status_3()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler(
            "respond ok",
            onInit: "call --data '{\"errorType\":\"T\"}' $api/init/error >/dev/null; exit 1"
        );

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--", handler.Path);

        Assert.Equal((3, "{\"errorType\":\"T\"}\n"), (ran.ExitCode, ran.Output));
    }

    [Fact]
    public async Task A_time_out_is_status_1_and_the_handler_is_not_left_behind()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("echo $$ >$(dirname $0)/pid; sleep 1000");

        var ran = await Programs.EmulatorAsync("run", "--timeout", "1.5", "--data", "1", "--", handler.Path);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("Task timed out after 1.50 seconds", ran.Output, StringComparison.Ordinal);
        Assert.Contains(" Status: timeout ", ran.Error, StringComparison.Ordinal);
        AssertGone(handler);
    }

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-INT")]
    public async Task An_interrupted_run_takes_its_handler_along(string signal)
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("echo $$ >$(dirname $0)/pid; echo busy; sleep 1000");
        using var running = Programs.StartEmulator("run", "--timeout", "900", "--data", "1", "--", handler.Path);
        Assert.Equal(
            "busy",
            await running.StandardError.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().Soon()
        );

        using (Process.Start("kill", [signal, $"{running.Id}"])) { }

        Assert.Equal(130, (await Programs.EndAsync(running)).ExitCode);
        AssertGone(handler);
    }

    [Theory]
    [InlineData("Give a command")]
    [InlineData("--nonsense", "run", "--nonsense", "--", "true")]
    [InlineData("after '--'", "run", "--data", "1")]
    [InlineData("after '--'", "run", "--data", "1", "true")]
    [InlineData("--timeout takes seconds above 0 and at most 5400, not '0'", "run", "--timeout", "0", "--", "true")]
    [InlineData("--timeout takes seconds", "run", "--timeout", "soon", "--", "true")]
    [InlineData("at most 900 s, or serve several", "run", "--timeout", "901", "--data", "1", "--", "true")]
    [InlineData("at most 5400", "run", "--timeout", "5401", "--max-concurrency", "2", "--", "true")]
    [InlineData("--port takes a port from 0 to 65535, not '65536'", "serve", "--port", "65536")]
    [InlineData("'a b' is not a function name", "serve", "--port", "0", "--function-name", "a b")]
    [InlineData("--env takes NAME=VALUE, not 'X'", "run", "--data", "1", "--env", "X", "--", "true")]
    [InlineData("--data is not valid JSON", "run", "--data", "{", "--", "true")]
    [InlineData("'/no/such/file' cannot be read", "run", "--event", "/no/such/file", "--", "true")]
    [InlineData("client context is not valid JSON", "run", "--client-context", "{", "--", "true")]
    [InlineData("Standard input is empty", "run", "--", "true")]
    public async Task Misuse_is_one_sentence_and_status_2(string said, params string[] arguments)
    {
        var ran = await Programs.EmulatorAsync(arguments);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(said, ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Help_explains_the_exit_status()
    {
        var ran = await Programs.EmulatorAsync("run", "--help");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("Exit status:", ran.Output, StringComparison.Ordinal);
        Assert.Contains("--client-context", ran.Output, StringComparison.Ordinal);
    }

    private static void AssertGone(BashHandler handler)
    {
        var id = File.ReadAllText(handler.Beside("pid")).Trim();
        Assert.False(Programs.IsRunning(id), $"The handler, process {id}, is still there.");
    }
}
