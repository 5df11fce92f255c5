using Xunit;

namespace LambdaClient.Tests.Errors;

public sealed class FunctionErrorTests
{
    [Fact]
    public void An_exception_gives_its_type_message_and_frames()
    {
        var error = FunctionError.FromException(Thrown(new InvalidOperationException("no such name")));

        Assert.Equal("System.InvalidOperationException", error.Type);
        Assert.Equal("no such name", error.Message);
        Assert.Contains(nameof(Thrown), Assert.Single(error.StackTrace), StringComparison.Ordinal);
        Assert.Same(error, error.ToResponse());
    }

    [Fact]
    public void An_exception_that_was_never_thrown_has_no_frames() =>
        Assert.Empty(FunctionError.FromException(new InvalidOperationException("new")).StackTrace);

    [Fact]
    public void Frames_are_one_a_line_and_trimmed()
    {
        var error = FunctionError.FromException(Thrown(new NestedException()));

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
    public void An_error_of_the_client_can_be_reported_too()
    {
        var report = ApiError.Uninitialized.ToResponse();

        Assert.Equal("Runtime.ApiError", report.Type);
        Assert.Equal(ApiError.Uninitialized.Message, report.Message);
    }

    private static T Thrown<T>(T exception)
        where T : Exception
    {
        try
        {
            throw exception;
        }
        catch (T caught)
        {
            return caught;
        }
    }

    private sealed class NestedException : Exception;
}
