using Xunit;

namespace LambdaClient.Tests;

/// <summary>Takes a result apart where the test knows which case it is.</summary>
internal static class ResultExtensions
{
    public static T Must<T>(this Result<T, ApiError> result)
    {
        Assert.True(result.TryGet(out var value, out var error), $"expected success: {error}");
        return value!;
    }

    public static ApiError MustFail<T>(this Result<T, ApiError> result)
    {
        Assert.False(result.TryGet(out var value, out var error), $"expected a failure: {value}");
        return error!;
    }

    public static ApiError MustFail<T>(this Result<T, ApiError> result, ErrorCode code)
    {
        var error = result.MustFail();
        Assert.True(error.Code == code, $"expected {code}: {error}");
        return error;
    }

    public static async Task<T> Must<T>(this Task<Result<T, ApiError>> result) => (await result).Must();

    public static async Task<ApiError> MustFail<T>(this Task<Result<T, ApiError>> result, ErrorCode code) =>
        (await result).MustFail(code);
}
