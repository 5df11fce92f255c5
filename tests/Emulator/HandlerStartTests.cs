using System.Text;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>Programs that cannot be started: the caller is told the real reason, and what to do.</summary>
public sealed class HandlerStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-tests-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("#!/bin/sh\r\nexit 0\r\n", "its lines end with CR LF; convert them to LF, as with 'sed -i s/\\r$//'")]
    [InlineData("#!/no/such/shell -e\n", "its interpreter '/no/such/shell' does not exist")]
    [InlineData("#! /etc/passwd\n", "its interpreter '/etc/passwd' is not executable")]
    [InlineData("#!\n", "its first line, '#!', names no interpreter")]
    [InlineData("\uFEFF#!/bin/sh\n", "it begins with a byte order mark; save it without one")]
    [InlineData("echo hello\n", "it is neither an ELF program nor a script that begins with '#!'")]
    [InlineData("", "the file is empty")]
    public Task A_script_that_does_not_start_is_explained(string script, string why) =>
        AssertRefusedAsync(Write(Encoding.UTF8.GetBytes(script)), why);

    [Fact]
    public async Task A_program_for_another_machine_is_explained()
    {
        (byte Number, string Name)[] machines = [(62, "x86_64"), (183, "aarch64"), (243, "riscv")];
        var program = await File.ReadAllBytesAsync("/bin/true", Token);
        var own = machines.Single(machine => machine.Number == program[18]);
        foreach (var other in machines.Where(machine => machine != own))
        {
            program[18] = other.Number;

            await AssertRefusedAsync(Write(program), $"it is built for {other.Name}, and this machine is {own.Name}");
        }
    }

    [Fact]
    public async Task A_program_without_its_loader_is_explained()
    {
        var program = await File.ReadAllBytesAsync("/bin/true", Token);
        var name = program.AsSpan().IndexOf("/ld-linux"u8);
        Assert.SkipWhen(name < 0, "This system has another loader.");
        "/ld-martian"u8[..9].CopyTo(program.AsSpan(name));

        await AssertRefusedAsync(Write(program), "/ld-marti", "does not exist; it is built for another C library");
    }

    [Fact]
    public async Task Paths_that_name_no_program_are_explained()
    {
        var plain = Path.Combine(_folder.FullName, "plain");
        await File.WriteAllTextAsync(plain, "#!/bin/sh\n", Token);
        var dangling = Path.Combine(_folder.FullName, "dangling");
        File.CreateSymbolicLink(dangling, "/no/such/target");

        await AssertRefusedAsync(_folder.FullName, "it is a directory; give the program in it");
        await AssertRefusedAsync(plain, "it is not executable; make it so with 'chmod +x'");
        await AssertRefusedAsync(dangling, "it is a symbolic link to '/no/such/target', which does not exist");
        await AssertRefusedAsync("./no-such-program", "the file does not exist");
        await AssertRefusedAsync("no-such-program", "PATH has no such program");
    }

    [Fact]
    public async Task A_name_with_a_slash_is_never_looked_up_in_the_path()
    {
        // There is /usr/bin/dir, and here is a folder of that name.
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "dir"));

        var ran = await RunHereAsync("./dir");

        Assert.Equal(3, ran.ExitCode);
        Assert.Contains("'./dir' could not be started: it is a directory", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_name_of_a_file_in_this_folder_gets_a_hint()
    {
        Write("#!/bin/sh\n"u8.ToArray());

        var ran = await RunHereAsync("bootstrap");

        Assert.Equal(3, ran.ExitCode);
        Assert.Contains(
            "PATH has no such program; give './bootstrap' for the file in this folder",
            ran.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_interpreter_that_is_looked_up_and_chokes_on_a_windows_line_end_is_explained()
    {
        var path = Write("#!/usr/bin/env sh\r\nexit 0\r\n"u8.ToArray());

        var outcome = await InvokeAsync(path);

        Assert.Equal(InvocationStatus.InitFailed, outcome.Status);
        Assert.Contains(
            "exit status 127; its lines end with CR LF",
            Encoding.UTF8.GetString(outcome.Payload.Span),
            StringComparison.Ordinal
        );
    }

    private static async Task AssertRefusedAsync(string program, params string[] why)
    {
        var outcome = await InvokeAsync(program);

        Assert.Equal((InvocationStatus.InitFailed, "Runtime.InvalidEntrypoint"), (outcome.Status, outcome.ErrorType));
        var told = System.Text.Json.JsonDocument.Parse(outcome.Payload).RootElement.GetProperty("errorMessage");
        Assert.Contains($"'{program}' could not be started: ", told.GetString(), StringComparison.Ordinal);
        Assert.All(why, text => Assert.Contains(text, told.GetString(), StringComparison.Ordinal));
    }

    private static async Task<InvocationOutcome> InvokeAsync(string program)
    {
        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions { Handler = new HandlerProgram { Path = program } },
            Token
        );
        return await emulator.InvokeAsync(cancellationToken: Token).Soon();
    }

    private Task<Ran> RunHereAsync(string program) =>
        Programs.EmulatorInAsync(_folder.FullName, "run", "--data", "1", "--", program);

    private string Write(byte[] content)
    {
        var path = Path.Combine(_folder.FullName, "bootstrap");
        File.WriteAllBytes(path, content);
        Programs.MakeExecutable(path);
        return path;
    }
}
