using Xunit;

namespace LambdaClient.Tests.Errors;

/// <summary>The X-Ray cause that an exception tells.</summary>
public sealed class ErrorCauseTests
{
    [Fact]
    public void Frames_have_a_file_and_a_line()
    {
        var cause = ErrorCause.FromException(Exceptions.Thrown(new FormatException("no number")));

        var told = Assert.Single(cause.Exceptions);
        Assert.Equal(("System.FormatException", "no number"), (told.Type, told.Message));
        var frame = told.Stack[0];
        Assert.EndsWith("Exceptions.cs", frame.Path, StringComparison.Ordinal);
        Assert.InRange(frame.Line, 1, 1000);
        Assert.EndsWith("Exceptions.Thrown", frame.Label, StringComparison.Ordinal);
        Assert.Equal([frame.Path], cause.Paths);
        Assert.Equal(Environment.CurrentDirectory, cause.WorkingDirectory);
        Assert.Equal("", cause.Message);
    }

    [Fact]
    public void The_exception_comes_first_and_the_nearest_inner_ones_next()
    {
        var exception = new InvalidOperationException(
            "outer",
            new AggregateException(
                "all",
                new FormatException("one", new IOException("deep")),
                new TimeoutException("two")
            )
        );

        Assert.Equal(
            ["outer", "all (one) (two)", "one", "two", "deep"],
            ErrorCause.FromException(exception).Exceptions.Select(told => told.Message)
        );
    }

    [Fact]
    public void A_cycle_ends()
    {
        var outer = new InvalidOperationException("outer", new FormatException("inner"));
        Exceptions.SetInner(outer.InnerException!, outer);

        Assert.Equal(["outer", "inner"], ErrorCause.FromException(outer).Exceptions.Select(told => told.Message));
    }

    [Fact]
    public void A_cycle_of_aggregates_is_not_asked_for_its_endless_message()
    {
        var array = new Exception[] { new FormatException("inner") };
        var aggregate = new AggregateException("all", array);
        Exceptions.SetInner(aggregate, aggregate);

        Assert.Single(ErrorCause.FromException(aggregate).Exceptions);
        Assert.DoesNotContain("all", FunctionError.FromException(aggregate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_depth_ends()
    {
        Exception plain = new FormatException("innermost");
        Exception aggregate = plain;
        for (var i = 0; i < 100_000; i++)
        {
            plain = new InvalidOperationException($"{i}", plain);
            aggregate = new AggregateException($"{i}", aggregate);
        }

        Assert.Equal(32, ErrorCause.FromException(plain).Exceptions.Length);
        Assert.Equal(32, ErrorCause.FromException(aggregate).Exceptions.Length);
    }

    [Fact]
    public void Any_width_ends()
    {
        var one = new FormatException(new string('x', 10 * 1024 * 1024));
        var wide = new AggregateException(Enumerable.Repeat(one, 1_000_000));
        // Each level tells the one below twice.
        var doubled = new AggregateException("leaf");
        for (var i = 0; i < 100; i++)
        {
            doubled = new AggregateException(doubled, doubled);
        }

        Assert.Equal(2, ErrorCause.FromException(wide).Exceptions.Length);
        Assert.Equal(32, ErrorCause.FromException(doubled).Exceptions.Length);
        Assert.InRange(FunctionError.FromException(wide).Message.Length, 1, 1000);
        Assert.InRange(FunctionError.FromException(doubled).Message.Length, 1, 1000);
    }

    [Fact]
    public void A_moderate_aggregate_tells_its_own_message()
    {
        var aggregate = new AggregateException("all", new AggregateException("half", new FormatException("one")));

        Assert.Equal("all (half (one))", FunctionError.FromException(aggregate).Message);
    }

    [Fact]
    public void What_cannot_be_asked_is_left_out()
    {
        var told = ErrorCause.FromException(new IOException("outer", new Exceptions.Unreadable())).Exceptions[1];

        Assert.EndsWith("Unreadable", told.Type, StringComparison.Ordinal);
        Assert.Equal("", told.Message);
    }

    [Fact]
    public void No_exception_gives_no_exceptions() => Assert.Empty(ErrorCause.FromException(null!).Exceptions);

    [Fact]
    public void What_is_missing_is_empty()
    {
        var cause = new ErrorCause
        {
            WorkingDirectory = null!,
            Message = null!,
            Exceptions = default,
            Paths = default,
        };

        Assert.True(cause.IsEmpty);
        Assert.Equal(new ErrorCause(), cause);
        Assert.Equal(new ErrorCause(), cause with { Exceptions = [null!], Paths = [null!] });
        Assert.Equal(new ExceptionInfo("", "", [new("", 0, "")]), new(null!, null!, [null!, new(null!, 0, null!)]));
    }

    [Fact]
    public void Equality_is_by_content()
    {
        var one = Full();

        Assert.Equal(one, Full());
        Assert.Equal(one.GetHashCode(), Full().GetHashCode());
        Assert.Equal(one.Exceptions[0].GetHashCode(), Full().Exceptions[0].GetHashCode());
        Assert.NotEqual(one, one with { WorkingDirectory = "/" });
        Assert.NotEqual(one, one with { Message = "another" });
        Assert.NotEqual(one, one with { Paths = ["b.cs"] });
        Assert.NotEqual(one, one with { Exceptions = [new("T", "m")] });
        Assert.NotEqual(one, one with { Exceptions = [new("T", "m", [new("a.cs", 8, "M")])] });
        Assert.NotEqual(one, one with { Exceptions = [new("T", "n", [new("a.cs", 7, "M")])] });
        Assert.NotEqual(one, one with { Exceptions = [new("U", "m", [new("a.cs", 7, "M")])] });

        static ErrorCause Full() =>
            new()
            {
                WorkingDirectory = "/var/task",
                Exceptions = [new("T", "m", [new("a.cs", 7, "M")])],
                Paths = ["a.cs"],
                Message = "message",
            };
    }
}
