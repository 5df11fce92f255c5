using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Errors;

/// <summary>The X-Ray cause as the service receives it.</summary>
public sealed class CauseHeaderTests
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxHeadBytes = 128 * 1024;

    [Theory, BothCallers]
    public async Task It_is_JSON_on_one_line(Caller caller)
    {
        var cause = new ErrorCause
        {
            WorkingDirectory = "/var/task",
            Exceptions =
            [
                new("My.Error", "é \"\r\n\0\u007f\u2028😀", [new("a.cs", 7, "My.Run"), new("", 0, "My.Main")]),
            ],
            Paths = ["a.cs"],
            Message = "why",
        };

        Assert.Equal(
            """{"working_directory":"/var/task","exceptions":[{"type":"My.Error","message":"\u00E9 \u0022\r\n\u0000\u007F\u2028\uD83D\uDE00","stack":[{"path":"a.cs","line":7,"label":"My.Run"},{"path":"","line":0,"label":"My.Main"}]}],"paths":["a.cs"],"message":"why"}""",
            await Sent(caller, cause)
        );
    }

    [Theory, BothCallers]
    public async Task An_init_error_has_none(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Accepted);
        using var client = Opened.Over(transport);

        await caller.FailInit(client, new FunctionError("T", "m") { Cause = new() { Message = "m" } }).Must();

        Assert.Null(ReceivedRequest.Of(transport.Written[0]).Field(LambdaHeaders.FunctionErrorCause));
    }

    [Fact]
    public async Task An_empty_one_is_not_sent() => Assert.Null(await Sent(Caller.Blocking, new ErrorCause()));

    [Theory]
    [InlineData("""{"working_directory":"/"}""")]
    [InlineData("""{"exceptions":[{}]}""")]
    [InlineData("""{"paths":[""]}""")]
    [InlineData("""{"message":"m"}""")]
    public async Task One_part_is_enough(string json)
    {
        var cause = ErrorCause.Parse(json).Must();

        Assert.Equal(cause, ErrorCause.Parse((await Sent(Caller.Blocking, cause))!).Must());
    }

    [Fact]
    public async Task The_largest_that_fits_is_not_cut()
    {
        var room = MaxBytes - """{"working_directory":"","exceptions":[],"paths":[],"message":""}""".Length;
        var fits = new ErrorCause { Message = new string('x', room) };

        Assert.Equal(fits, ErrorCause.Parse((await Sent(Caller.Blocking, fits))!).Must());
        var cut = await Sent(Caller.Blocking, fits with { Message = fits.Message + "x" });
        Assert.Equal(new ErrorCause { Message = new string('x', 4096) }, ErrorCause.Parse(cut!).Must());
    }

    [Fact]
    public async Task Paths_go_first_then_the_outermost_frames()
    {
        var whole = new ErrorCause
        {
            WorkingDirectory = "/var/task",
            Exceptions = [new("Outer", "o", Frames(3)), new("Inner", "i", Frames(5000))],
            Paths = [.. Enumerable.Range(0, 100).Select(i => $"path {i}")],
            Message = "why",
        };

        var kept = await Kept(whole);

        Assert.Empty(kept.Paths);
        Assert.Equal(("/var/task", "why"), (kept.WorkingDirectory, kept.Message));
        Assert.Equal(whole.Exceptions[0], kept.Exceptions[0]);
        var stack = kept.Exceptions[1].Stack;
        Assert.InRange(stack.Length, 500, 4999);
        Assert.Equal(whole.Exceptions[1].Stack[..stack.Length], stack);
    }

    [Fact]
    public async Task Paths_that_fit_stay()
    {
        var kept = await Kept(
            new ErrorCause { Message = "m", Paths = [.. Enumerable.Range(0, 10_000).Select(i => $"path {i}")] }
        );

        Assert.InRange(kept.Paths.Length, 4000, 9999);
        Assert.Equal("path 0", kept.Paths[0]);
    }

    [Fact]
    public async Task Then_the_last_exceptions_go()
    {
        var kept = await Kept(
            new ErrorCause
            {
                Exceptions = [.. Enumerable.Range(0, 10_000).Select(i => new ExceptionInfo($"T{i}", "m", Frames(2)))],
            }
        );

        Assert.InRange(kept.Exceptions.Length, 1000, 9999);
        Assert.Equal("T0", kept.Exceptions[0].Type);
        Assert.All(kept.Exceptions, told => Assert.Empty(told.Stack));
    }

    [Fact]
    public async Task At_last_the_ends_of_the_texts_go()
    {
        var costly = new string('☂', 10 * 1024 * 1024);

        var kept = await Kept(
            new ErrorCause
            {
                WorkingDirectory = costly,
                Exceptions = [new(costly, costly, [new(costly, 7, costly)])],
                Paths = [costly],
                Message = costly,
            }
        );

        var told = Assert.Single(kept.Exceptions);
        Assert.InRange(told.Message.Length, 1000, 4096);
        Assert.Equal(
            (kept.WorkingDirectory, kept.Message, told.Message),
            (told.Message, told.Type, costly[..told.Message.Length])
        );
    }

    [Fact]
    public void The_head_stays_within_its_limit_whatever_the_service_sent()
    {
        // Each byte of a request id may take three in a path; 64 KiB is all that the head of an event may have.
        var requestId = new string('/', 8 * 1024);
        var invocationId = new string('i', (55 * 1024) - 200);
        var transport = Opened.Scripted(
            Wire.Event("{}", requestId, $"{LambdaHeaders.InvocationId}: {invocationId}"),
            Wire.Accepted
        );
        using var client = Opened.Over(transport, Opened.Options with { UserAgent = new string('u', 128) });
        var cause = new ErrorCause { Exceptions = [new("T", new string('☂', 9999), Frames(9999))] };
        var error = new FunctionError(new string('T', 9999), "") { Cause = cause };

        client.Fail(client.Next().Must(), error).Must();

        var head = ReceivedRequest.Of(transport.Written[1]);
        Assert.InRange(head.Head.Length, MaxHeadBytes - 1024, MaxHeadBytes);
        Assert.Equal(invocationId, head.Field(LambdaHeaders.InvocationId));
        var kept = ErrorCause.Parse(head.Field(LambdaHeaders.FunctionErrorCause)!).Must();
        Assert.Equal(4096, Assert.Single(kept.Exceptions).Message.Length);
    }

    [Fact]
    public async Task The_time_to_cut_does_not_grow_with_what_is_cut()
    {
        var frames = Frames(1_000_000);
        var large = new ErrorCause
        {
            Exceptions = [.. Enumerable.Repeat(new ExceptionInfo("T", "m", frames), 1_000_000)],
        };

        var clock = Stopwatch.StartNew();
        await Sent(Caller.Blocking, large);

        // Written as a whole, just once, it would be 40 TB.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Guard.Limit);
    }

    private static ImmutableArray<StackFrameInfo> Frames(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new StackFrameInfo("file.cs", i, $"M{i}"))];

    /// <summary>What is left of a cause that is too long: never much less than there is room for.</summary>
    private static async Task<ErrorCause> Kept(ErrorCause cause)
    {
        var sent = (await Sent(Caller.Blocking, cause))!;
        Assert.InRange(sent.Length, MaxBytes - 512, MaxBytes);
        return ErrorCause.Parse(sent).Must();
    }

    private static async Task<string?> Sent(Caller caller, ErrorCause cause)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        var error = new FunctionError("T", "m") { Cause = cause };

        await caller.Fail(client, await caller.Next(client).Must(), error).Must();

        var value = ReceivedRequest.Of(transport.Written[1]).Field(LambdaHeaders.FunctionErrorCause);
        if (value is not null)
        {
            Assert.InRange(value.Length, 2, MaxBytes);
            Assert.True(value.All(c => c is >= ' ' and <= '~'), "the cause is printable ASCII");
            JsonDocument.Parse(value).Dispose();
        }

        return value;
    }
}
