using Xunit;

namespace LambdaClient.Tests.Errors;

public sealed class FunctionErrorTests
{
    [Fact]
    public void An_exception_gives_its_type_message_and_frames()
    {
        var error = FunctionError.FromException(Exceptions.Thrown(new InvalidOperationException("no such name")));

        Assert.Equal("System.InvalidOperationException", error.Type);
        Assert.Equal("no such name", error.Message);
        Assert.Contains(nameof(Exceptions.Thrown), Assert.Single(error.StackTrace), StringComparison.Ordinal);
        Assert.Same(error, error.ToResponse());
    }

    [Fact]
    public void An_exception_that_was_never_thrown_has_no_frames() =>
        Assert.Empty(FunctionError.FromException(new InvalidOperationException("new")).StackTrace);

    [Fact]
    public void Frames_are_one_a_line_and_trimmed()
    {
        var error = FunctionError.FromException(Exceptions.Thrown(new NestedException()));

        Assert.Equal("LambdaClient.Tests.Errors.FunctionErrorTests+NestedException", error.Type);
        Assert.All(error.StackTrace, frame => Assert.Equal(frame.Trim(), frame));
    }

    [Fact]
    public void What_is_missing_gets_a_neutral_value()
    {
        var error = new FunctionError("", null!);

        Assert.Equal(("Error", ""), (error.Type, error.Message));
        Assert.False(error.StackTrace.IsDefault);
        Assert.Equal("Error", new FunctionError(null!, "").Type);
    }

    [Fact]
    public void Equality_is_by_content()
    {
        var one = new FunctionError("Type", "message", ["frame"]);

        Assert.Equal(one, new FunctionError("Type", "message", ["frame"]));
        Assert.Equal(one.GetHashCode(), new FunctionError("Type", "message", ["frame"]).GetHashCode());
        Assert.NotEqual(one, new FunctionError("Type", "message"));
        Assert.NotEqual(one, new FunctionError("Type", "message", ["another"]));
    }

    [Fact]
    public void Equality_is_by_content_of_every_part()
    {
        var one = Full();

        Assert.Equal(one, Full());
        Assert.Equal(one.GetHashCode(), Full().GetHashCode());
        Assert.NotEqual(one, one with { Cause = null });
        Assert.NotEqual(one, one with { Cause = new ErrorCause { Message = "another" } });
        Assert.NotEqual(one, one with { InnerExceptions = [] });
        Assert.NotEqual(one, one with { InnerExceptions = [new("T", "another")] });
        Assert.NotEqual(one, one with { Json = "[]"u8.ToArray() });
        Assert.NotEqual(one, one with { Json = default });

        static FunctionError Full() =>
            new("Type", "message")
            {
                Cause = new ErrorCause { Message = "cause" },
                InnerExceptions = [new("T", "m")],
                Json = "{}"u8.ToArray(),
            };
    }

    [Fact]
    public void Inner_exceptions_and_the_cause_are_told()
    {
        var inner = Exceptions.Thrown(new FormatException("inner"));
        var exception = Exceptions.Thrown(new InvalidOperationException("outer", inner));

        var error = FunctionError.FromException(exception);

        var told = Assert.Single(error.InnerExceptions);
        Assert.Equal(("System.FormatException", "inner"), (told.Type, told.Message));
        Assert.NotEmpty(told.Stack);
        Assert.Equal(ErrorCause.FromException(exception), error.Cause);
    }

    [Fact]
    public void An_exception_that_reports_itself_does()
    {
        var report = new FunctionError("Own", "mine");

        Assert.Same(report, FunctionError.FromException(new Exceptions.SelfReporting(_ => report)));
    }

    [Fact]
    public void An_exception_may_build_on_the_ordinary_report()
    {
        var nested = new Exceptions.SelfReporting(FunctionError.FromException);
        var exception = new Exceptions.SelfReporting(e =>
            FunctionError.FromException(e) with
            {
                InnerExceptions = [new("T", FunctionError.FromException(nested).Message)],
            }
        );

        for (var i = 0; i < 2; i++)
        {
            var error = FunctionError.FromException(exception);

            Assert.EndsWith("SelfReporting", error.Type, StringComparison.Ordinal);
            Assert.Equal("ordinary", error.Message);
            Assert.Equal("ordinary", Assert.Single(error.InnerExceptions).Message);
        }
    }

    [Fact]
    public void An_exception_that_fails_to_report_itself_is_reported_all_the_same()
    {
        var throwing = new Exceptions.SelfReporting(_ => throw new FormatException("no"));
        var silent = new Exceptions.SelfReporting(_ => null!);

        Assert.Equal("ordinary", FunctionError.FromException(throwing).Message);
        Assert.Equal("ordinary", FunctionError.FromException(silent).Message);
    }

    [Fact]
    public void No_exception_gives_a_neutral_report()
    {
        var error = FunctionError.FromException(null!);

        Assert.Equal(("Error", ""), (error.Type, error.Message));
    }

    [Fact]
    public void An_error_of_the_client_can_be_reported_too()
    {
        var report = ApiError.Uninitialized.ToResponse();

        Assert.Equal("Runtime.ApiError", report.Type);
        Assert.Equal(ApiError.Uninitialized.Message, report.Message);
    }

    private sealed class NestedException : Exception;
}
