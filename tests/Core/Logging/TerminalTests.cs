using System.Runtime.InteropServices;
using System.Text;
using LambdaClient.Logging;
using Xunit;

namespace LambdaClient.Tests.Logging;

/// <summary>On a terminal, what stands behind a carriage return covers what stands before it, so none is written there.</summary>
public sealed class TerminalTests
{
    private const int ReadWrite = 2;

    [Theory]
    [InlineData("one\ntwo", "one\ntwo", "one\rtwo")]
    [InlineData("one\rtwo", "one\ntwo", "one\rtwo")]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n", "one\r\rtwo\r\r")]
    [InlineData("\r\r\n\n\r", "\n\n\n\n", "\r\r\r\r\r")]
    public void A_text_line_has_line_feeds_alone(string message, string onTerminal, string elsewhere)
    {
        Assert.EndsWith($"\tINFO\t{onTerminal}\n", Line(message, isTerminal: true), StringComparison.Ordinal);
        Assert.EndsWith($"\tINFO\t{elsewhere}\n", Line(message, isTerminal: false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_with_frames_has_line_feeds_alone()
    {
        var line = Line("failed", isTerminal: true, new FunctionError("Type\r", "a\r\nb", ["at x\r"]));

        Assert.DoesNotContain('\r', line);
        Assert.EndsWith("failed\nType\n: a\nb\n    at x\n\n", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_is_told_from_a_pipe_and_a_file()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("skipped, because the test opens a Linux terminal");
        }

        var terminal = OpenTerminal(ReadWrite);
        Assert.True(terminal >= 0);
        try
        {
            Assert.True(Descriptor.IsTerminal(terminal));
        }
        finally
        {
            _ = Close(terminal);
        }

        using var file = File.OpenRead("/dev/null");
        Assert.False(Descriptor.IsTerminal((int)file.SafeFileHandle.DangerousGetHandle()));
        Assert.False(Descriptor.IsTerminal(-1));
    }

    private static string Line(string message, bool isTerminal, FunctionError? error = null)
    {
        var writer = LineWriter.Take();
        var line = new LogEvent
        {
            Time = DateTimeOffset.UnixEpoch,
            Level = FunctionLogLevel.Info,
            Message = message,
            Ids = LogIds.Of(default),
            Error = error,
            Fields = default,
        };
        var text = Encoding.UTF8.GetString(writer.Make(line, FunctionLogFormat.Text, false, isTerminal));
        writer.Return();
        return text;
    }

    [DllImport("libc", EntryPoint = "posix_openpt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenTerminal(int flags);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
