using Xunit;

namespace LambdaClient.Tests.Results;

public sealed class ResultTests
{
    private static readonly Result<int, string> Seven = 7;
    private static readonly Result<int, string> Broken = "broken";

    [Fact]
    public void Match_reads_either_case()
    {
        Assert.Equal("7", Seven.Match(ok => $"{ok}", error => error));
        Assert.Equal("broken", Broken.Match(ok => $"{ok}", error => error));
    }

    [Fact]
    public void Map_changes_the_value_and_leaves_the_error()
    {
        Assert.Equal(Result<long, string>.Ok(14), Seven.Map(value => value * 2L));
        Assert.Equal(Result<long, string>.Error("broken"), Broken.Map(value => value * 2L));
    }

    [Fact]
    public void Bind_goes_on_only_with_a_value()
    {
        Assert.Equal(Broken, Seven.Bind(_ => Broken));
        Assert.Equal(Broken, Broken.Bind<int>(_ => throw new InvalidOperationException("not to be called")));
    }

    [Fact]
    public void MapError_changes_the_error_and_leaves_the_value()
    {
        Assert.Equal(Result<int, int>.Ok(7), Seven.MapError(error => error.Length));
        Assert.Equal(Result<int, int>.Error(6), Broken.MapError(error => error.Length));
    }

    [Fact]
    public void TryGet_gives_exactly_one_of_both()
    {
        Assert.True(Seven.TryGet(out var value, out var error));
        Assert.Equal((7, null), (value, error));

        Assert.False(Broken.TryGet(out value, out error));
        Assert.Equal((0, "broken"), (value, error));
    }

    [Fact]
    public void A_result_that_was_never_set_is_a_named_failure()
    {
        var result = default(Result<int, ApiError>);

        Assert.True(result.IsError);
        Assert.Same(ApiError.Uninitialized, result.MustFail(ErrorCode.ResultUninitialized));
        Assert.Same(ApiError.Uninitialized, result.Map(value => value).MustFail());
        Assert.Equal(Result<int, ApiError>.Error(ApiError.Uninitialized), result);
        Assert.Contains("result_uninitialized", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_of_another_error_type_defaults_to_its_default()
    {
        Assert.False(default(Result<int, int>).TryGet(out _, out var error));
        Assert.Equal(0, error);
        Assert.NotEqual(default, Result<int, int>.Ok(0));
    }

    [Fact]
    public void Equality_is_by_case_and_content()
    {
        Assert.True(Seven == 7);
        Assert.True(Seven != 8);
        Assert.False(Seven == Broken);
        Assert.Equal(Seven.GetHashCode(), Result<int, string>.Ok(7).GetHashCode());
        Assert.Equal("Ok(7)", Seven.ToString());
        Assert.Equal("Error(broken)", Broken.ToString());
    }
}
