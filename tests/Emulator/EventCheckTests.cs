using System.Net;
using System.Text;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>An event is checked in the same way wherever it comes from, and the sentence about it is the same.</summary>
public sealed class EventCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-tests-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // A text in Latin-1, so that each character is the byte of that number.
    public static TheoryData<string, string> Faults =>
        new()
        {
            { "{\"a\":\xE9\"}", "is not valid UTF-8 at line 1, column 6: the byte 0xE9" },
            { "\"\xED\xA0\x80\"", "is not valid UTF-8 at line 1, column 2: the byte 0xED" },
            { "\xEF\xBB\xBF{}", "begins with a byte order mark; save it as UTF-8 without one" },
            { "{\"a\": tru}", "is not valid JSON at line 1, column 10: 'tru}' is an invalid JSON literal" },
            { "{\"\xC3\xA9\": }", "is not valid JSON at line 1, column 7: '}' is an invalid start of a value" },
            { "{} {}", "is not valid JSON at line 1, column 4: '{' is invalid after a single JSON value" },
            { new string('[', 1001) + new string(']', 1001), "is not valid JSON at line 1, column 1001: The maximum" },
            { " ", "is empty" },
        };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_event_that_cannot_be_sent_is_refused_on_every_way_in(string text, string fault)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var file = Path.Combine(_folder.FullName, "event.json");
        await File.WriteAllBytesAsync(file, bytes, Token);

        await AssertRefusedAsync($"The event file '{file}' {fault}", $"run --event {file} -- true");
        await AssertRefusedAsync($"Standard input {fault}", $"run --event - -- true <{file}");
        if (!string.IsNullOrWhiteSpace(text))
        {
            await AssertRefusedAsync($"Line 1 of standard input {fault}", $"run --lines -- true <{file}");
            await AssertRefusedAsync(
                $"Line 1 of the event file '{file}' {fault}",
                $"run --lines --event {file} -- true"
            );
        }

        // As text, an argument is what .NET makes of its bytes, so those are looked at before.
        await AssertRefusedAsync(
            fault.StartsWith("is not valid UTF-8", StringComparison.Ordinal)
                ? "Argument 3 is not valid UTF-8"
                : $"The text after --data {fault}",
            $"run --data \"$(cat {file})\" -- true"
        );
        await AssertInvokeRefusesAsync(bytes, $"The event {fault}");
    }

    [Fact]
    public async Task The_place_of_an_error_is_given_in_lines_and_characters()
    {
        await AssertInvokeRefusesAsync(
            "{\n  \"größe\": 1,\n  \"größe\" 2\n}"u8.ToArray(),
            "The event is not valid JSON at line 3, column 11: '2' is invalid after a property name"
        );
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_refused_on_every_way_in()
    {
        var file = Path.Combine(_folder.FullName, "event.json");
        await File.WriteAllTextAsync(file, $"\"{new string('x', 6 * 1024 * 1024)}\"", Token);
        const string TooLarge = "has more than 6291456 bytes; this kind of invocation takes no larger event.";

        await AssertRefusedAsync($"The event file '{file}' {TooLarge}", $"run --event {file} -- true");
        await AssertRefusedAsync($"Standard input {TooLarge}", $"run -- true <{file}");
        await AssertRefusedAsync($"Line 1 of standard input {TooLarge}", $"run --lines -- true <{file}");
    }

    [Fact]
    public async Task Lines_come_from_files_and_standard_input()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$event\"");
        var file = Path.Combine(_folder.FullName, "events");
        await File.WriteAllTextAsync(file, "1\r\n\n 2 \n3", Token);

        var ran = await Programs.EmulatorAsync(
            ["run", "--lines", "--event", file, "--event", "-", "--data", "6", "--", handler.Path],
            input: "4\n5\n"
        );

        Assert.Equal((0, "1\r\n 2 \n3\n4\n5\n6\n"), (ran.ExitCode, ran.Output));
    }

    private static async Task AssertRefusedAsync(string sentence, string command)
    {
        Programs.NeedBashAndCurl();
        var ran = await Programs.ShellAsync($"{Programs.EmulatorCommand} {command}");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith(sentence, ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.TrimEnd('\n').Split('\n'));
    }

    private static async Task AssertInvokeRefusesAsync(byte[] payload, string sentence)
    {
        await using var emulator = await LambdaEmulator.StartAsync(cancellationToken: Token);
        using var http = new HttpClient { BaseAddress = emulator.BaseAddress, Timeout = Waiting.Limit };
        string[] paths = ["2015-03-31/functions/function/invocations", StreamingInvoke.Path];
        foreach (var path in paths)
        {
            using var response = await http.PostAsync(path, new ByteArrayContent(payload), Token);

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            var error = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token));
            Assert.StartsWith(sentence, error.RootElement.GetProperty("Message").GetString(), StringComparison.Ordinal);
        }
    }
}
