using System.Runtime.InteropServices;
using System.Text;
using LambdaClient.Tests.ProcessWide;
using Xunit;

namespace LambdaClient.Tests.Logging;

/// <summary>Standard output is replaced for a moment; the test runner may write to it as well.</summary>
[Collection(nameof(Alone))]
public sealed class StandardOutputTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("+3")]
    [InlineData("1e0")]
    [InlineData("0x1")]
    [InlineData("99999")]
    [InlineData("2147483647")]
    [InlineData("4294967297")]
    [InlineData("٣")]
    public async Task Takes_the_lines_where_the_descriptor_is_none(string? number) =>
        await AssertFallsBack(() => number);

    [Fact]
    public async Task Takes_the_lines_where_the_descriptor_is_closed() =>
        await AssertFallsBack(() =>
        {
            using var file = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
            return $"{(int)file.DangerousGetHandle()}";
        });

    [Fact]
    public async Task Takes_the_lines_where_the_descriptor_cannot_be_written()
    {
        using var pipe = new LogPipe();
        await AssertFallsBack(() => $"{pipe.ReadingEnd}");
    }

    [Fact]
    public void A_file_is_shared_with_all_who_write_to_it()
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
            using (new Redirected((int)file.DangerousGetHandle()))
            {
                var log = FunctionLog.Open(Logs.Options([]));
                log.Info("one");
                Assert.Equal(4, Write(1, "two\n"u8.ToArray(), 4));
                log.Info("three");
            }

            string[] lines = [$"{Logs.Time}\t-\tINFO\tone", "two", $"{Logs.Time}\t-\tINFO\tthree"];
            Assert.Equal(lines, File.ReadLines(path).Where(lines.Contains));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task AssertFallsBack(Func<string?> descriptor)
    {
        using var pipe = new LogPipe();
        FunctionLog log;
        using (new Redirected(pipe.Number))
        {
            var number = descriptor();
            log = FunctionLog.Open(Logs.Options(number is null ? [] : [("_LAMBDA_TELEMETRY_LOG_FD", number)]));
            log.Info("here I am");
        }

        Assert.Contains($"{Logs.Time}\t-\tINFO\there I am\n", Encoding.UTF8.GetString(await pipe.Finish()));
        Assert.Equal(0, log.LostLines);
    }

    /// <summary>While it lives, standard output is another descriptor.</summary>
    private sealed class Redirected : IDisposable
    {
        private readonly int _before = Duplicate(1);

        public Redirected(int descriptor) => Assert.Equal(1, Duplicate(descriptor, 1));

        public void Dispose()
        {
            Assert.Equal(1, Duplicate(_before, 1));
            Assert.Equal(0, Close(_before));
        }
    }

    [DllImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int descriptor, int onto);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, byte[] bytes, nuint count);
}
