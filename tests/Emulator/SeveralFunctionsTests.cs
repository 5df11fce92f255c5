using System.Diagnostics;
using System.Net;
using System.Text.Json;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>Several functions on one port.</summary>
public sealed class SeveralFunctionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-tests-");
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Waiting.Limit };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_function_has_its_own_program_path_and_log()
    {
        Programs.NeedBashAndCurl();
        using var first = new BashHandler(
            "echo hello; respond \"1 $AWS_LAMBDA_RUNTIME_API $AWS_LAMBDA_FUNCTION_NAME $event\""
        );
        using var second = new BashHandler(
            "printf half; respond \"2 $AWS_LAMBDA_RUNTIME_API $AWS_LAMBDA_FUNCTION_NAME $event\""
        );
        using var serving = Programs.StartEmulator(
            "serve",
            "--port",
            "0",
            "--timeout",
            "60",
            "--verbose",
            $"a={first.Path}",
            $"b={second.Path} x \"y z\""
        );
        var at = await ReadAddressAsync(serving, "a", "b");

        var answers = new List<string>();
        string[] references =
        [
            "a",
            "b",
            "a:$LATEST",
            "b:live",
            "123456789012:function:a",
            "arn:aws:lambda:us-east-1:123456789012:function:b:7",
        ];
        foreach (var reference in references)
        {
            using var answer = await InvokeAsync(at, reference);
            answers.Add(await answer.Content.ReadAsStringAsync(Token));
        }

        string[] both = [$"1 {at}/a a 7", $"2 {at}/b b 7"];
        Assert.Equal([.. both, .. both, .. both], answers);
        using (Process.Start("kill", ["-TERM", $"{serving.Id}"])) { }
        var ended = await Programs.EndAsync(serving);
        Assert.Equal(0, ended.ExitCode);
        Assert.All(
            ended.Error.TrimEnd('\n').Split('\n'),
            line => Assert.Matches(@"^(a \| (hello|CALL .*|REPORT .*)|b \| (half|CALL .*|REPORT .*))$", line)
        );
        Assert.Equal(3, ended.Error.Split("b | half\n").Length - 1);
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_answered_as_the_service_does()
    {
        using var serving = Programs.StartEmulator("serve", "--port", "0", "a=", "b=");
        var at = await ReadAddressAsync(serving, "a", "b");

        await AssertNotFoundAsync(at, "c", "arn:aws:lambda:us-east-1:123456789012:function:c");
        await AssertNotFoundAsync(at, "c:7", "arn:aws:lambda:us-east-1:123456789012:function:c:7");
        const string Arn = "arn:aws:lambda:eu-west-1:210987654321:function:c";
        await AssertNotFoundAsync(at, Arn, Arn);

        serving.Kill();
        await Programs.EndAsync(serving);
    }

    [Fact]
    public async Task A_runtime_says_which_function_it_is_and_so_does_who_arms_a_fault()
    {
        using var serving = Programs.StartEmulator("serve", "--port", "0", "a=", "b=");
        var at = await ReadAddressAsync(serving, "a", "b");
        using var fault = await _http.PostAsync(
            $"http://{at}/b/emulator/faults",
            new StringContent("""{"call": "next", "fault": "status", "status": 500}"""),
            Token
        );

        var invoked = InvokeAsync(at, "a");
        using var toA = await _http.GetAsync($"http://{at}/a/2018-06-01/runtime/invocation/next", Token);
        using var toB = await _http.GetAsync($"http://{at}/b/2018-06-01/runtime/invocation/next", Token);
        using var nameless = await _http.GetAsync($"http://{at}/2018-06-01/runtime/invocation/next", Token);
        using var unknown = await _http.GetAsync($"http://{at}/c/2018-06-01/runtime/invocation/next", Token);
        var id = toA.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
        using var accepted = await _http.PostAsync(
            $"http://{at}/a/2018-06-01/runtime/invocation/{id}/response",
            new StringContent("done"),
            Token
        );

        Assert.Equal(HttpStatusCode.Created, fault.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, toB.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("done", await (await invoked).Content.ReadAsStringAsync(Token));
        foreach (var refused in new[] { nameless, unknown })
        {
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            Assert.Contains(
                "must end in the name of one, as in 'HOST:PORT/NAME'; there are a, b.",
                JsonDocument
                    .Parse(await refused.Content.ReadAsStringAsync(Token))
                    .RootElement.GetProperty("errorMessage")
                    .GetString(),
                StringComparison.Ordinal
            );
        }

        serving.Kill();
        await Programs.EndAsync(serving);
    }

    [Fact]
    public async Task A_file_describes_functions()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler(
            "respond \"$PWD $LAMBDA_TASK_ROOT $_HANDLER $AWS_LAMBDA_FUNCTION_MEMORY_SIZE ${AWS_LAMBDA_MAX_CONCURRENCY:-one} $A $B $C\""
        );
        var own = Path.GetDirectoryName(handler.Path)!;
        var file = Path.Combine(_folder.FullName, "lambdaclient.json");
        await File.WriteAllTextAsync(
            file,
            $$"""
            {
              // Comments are welcome.
              "functions": {
                "full": {
                  "command": ["./bootstrap"], "folder": {{JsonSerializer.Serialize(
                Path.GetRelativePath(_folder.FullName, own)
            )}},
                  "handler": "main", "memory": 512, "timeout": 61, "initTimeout": 30, "maxConcurrency": 2,
                  "environment": {"A": "file", "B": "file"},
                },
                "small": {"command": [{{JsonSerializer.Serialize(handler.Path)}}]},
                "mine": {}
              }
            }
            """,
            Token
        );
        using var serving = Programs.StartEmulator(
            "serve",
            "--port",
            "0",
            "--config",
            file,
            "--memory",
            "256",
            "--env",
            "A=line",
            "--env",
            "C=line"
        );
        var at = await ReadAddressAsync(serving, "full", "small", "mine");

        using var full = await InvokeAsync(at, "full");
        using var small = await InvokeAsync(at, "small");

        Assert.Equal($"{own} {own} main 512 2 line file line", await full.Content.ReadAsStringAsync(Token));
        Assert.Equal(
            $"{_folder.FullName} {_folder.FullName} handler 256 one line  line",
            await small.Content.ReadAsStringAsync(Token)
        );
        using (Process.Start("kill", ["-TERM", $"{serving.Id}"])) { }
        Assert.Equal(0, (await Programs.EndAsync(serving)).ExitCode);
    }

    [Fact]
    public async Task The_file_in_the_documentation_can_be_used()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "orders"));
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "emulator.md"), Token);
        var shown = page.Split("```json\n")[1].Split("```")[0];
        var file = Path.Combine(_folder.FullName, "lambdaclient.json");
        await File.WriteAllTextAsync(file, shown.Replace("9002", "0", StringComparison.Ordinal), Token);
        using var serving = Programs.StartEmulator("serve", "--port", "0", "--config", file);

        var said = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            said.Add((await serving.StandardOutput.ReadLineAsync(Token).AsTask().Soon())?.Split(": ")[0]);
        }

        Assert.Equal(["Listening for orders", "Function URL of orders", "Listening for mail"], said);
        serving.Kill();
        await Programs.EndAsync(serving);
    }

    [Theory]
    [InlineData("{", "cannot be used: ")]
    [InlineData("[]", "cannot be used: ")]
    [InlineData("{}", "describes no function")]
    [InlineData("""{"functions": {}}""", "describes no function")]
    [InlineData("""{"functions": {"f": {"timeot": 3}}}""", "'timeot'")]
    [InlineData("""{"functions": {"f": {"timeout": "3"}}}""", "cannot be used: ")]
    [InlineData("""{"functions": {"f": {"timeout": 0}}}""", "The function timeout of 0 s is out of range")]
    [InlineData("""{"functions": {"a b": {}}}""", "'a b' is not a function name")]
    [InlineData("""{"functions": {"f": {"folder": "nowhere"}}}""", "/nowhere' of the function 'f' does not exist")]
    public async Task A_file_that_cannot_be_used_is_refused(string content, string why)
    {
        var file = Path.Combine(_folder.FullName, "lambdaclient.json");
        await File.WriteAllTextAsync(file, content, Token);

        var ran = await Programs.EmulatorAsync("serve", "--port", "0", "--config", file);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(why, ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("There are two functions 'a'", "a=", "a=")]
    [InlineData("'./bootstrap' is neither an option of this command nor NAME=COMMAND", "./bootstrap")]
    [InlineData("leave out --function-name and '--'", "a=", "--function-name", "b")]
    [InlineData("leave out --function-name and '--'", "a=", "--", "true")]
    [InlineData("'/no/such' cannot be read", "--config", "/no/such")]
    public async Task Functions_that_cannot_be_are_refused(string why, params string[] arguments)
    {
        var ran = await Programs.EmulatorAsync(["serve", "--port", "0", .. arguments]);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(why, ran.Error, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAddressAsync(Process serving, params string[] names)
    {
        var address = "";
        foreach (var name in names)
        {
            var line = await serving.StandardOutput.ReadLineAsync(Token).AsTask().Soon();
            var announced = System.Text.RegularExpressions.Regex.Match(
                line!,
                $@"^Listening for {name}: AWS_LAMBDA_RUNTIME_API=(?<at>[\d.:]+)/{name}; try: curl -d '\{{\}}' http://\k<at>/2015-03-31/functions/{name}/invocations$"
            );
            Assert.True(announced.Success, line);
            address = announced.Groups["at"].Value;
        }

        return address;
    }

    private async Task AssertNotFoundAsync(string at, string reference, string arn)
    {
        using var answer = await InvokeAsync(at, reference);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("ResourceNotFoundException", answer.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Equal(
            $$"""{"Type":"User","Message":"Function not found: {{arn}}"}""",
            await answer.Content.ReadAsStringAsync(Token)
        );
    }

    private Task<HttpResponseMessage> InvokeAsync(string at, string reference) =>
        _http.PostAsync(
            $"http://{at}/2015-03-31/functions/{Uri.EscapeDataString(reference)}/invocations",
            new StringContent("7"),
            Token
        );
}
