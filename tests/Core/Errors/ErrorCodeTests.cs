using Xunit;

namespace LambdaClient.Tests.Errors;

/// <summary>Every code can be met, and an error that carries it is complete.</summary>
public sealed class ErrorCodeTests
{
    public static TheoryData<Caller, ErrorCode> Codes =>
        [.. Enum.GetValues<Caller>().SelectMany(caller => ErrorCodeScenarios.All.Keys.Select(code => (caller, code)))];

    [Fact]
    public void Every_code_has_a_scenario_or_belongs_to_C() =>
        Assert.Equal(
            Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.None).Order(),
            ErrorCodeScenarios.All.Keys.Concat(ErrorCodeScenarios.OnlyInC).Order()
        );

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Is_raised(Caller caller, ErrorCode code)
    {
        var error = await ErrorCodeScenarios.All[code](caller);
        var row = ErrorTable.Describe(code);

        Assert.True(error.Code == code, $"{error}");
        Assert.Equal((row.Name, row.Category, row.IsFatal), (error.Name, error.Category, error.IsFatal));
        Assert.NotEqual(error.IsFatal, error.IsRecoverable);
        Assert.StartsWith($"{row.Name}: ", error.Message, StringComparison.Ordinal);
        var step = error is ApiError.Transport lost
            ? ErrorTable.StepAfter(code, lost.Operation, lost.Delivery)
            : row.NextStep;
        Assert.EndsWith($"; {step}", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 20, 500);
        Assert.True(error.Message.All(c => !char.IsControl(c)), error.Message);
        Assert.Equal(error.Message, error.ToString());
        Assert.Equal($"{row.Category}", Case(error));
        Assert.Equal(new FunctionError("Runtime.ApiError", error.Message), error.ToResponse());
    }

    /// <summary>The case of an error; a switch over all of them.</summary>
    private static string Case(ApiError error) =>
        error switch
        {
            ApiError.Usage => "Usage",
            ApiError.Environment => "Environment",
            ApiError.Transport => "Transport",
            ApiError.Protocol => "Protocol",
            ApiError.Rejected => "Rejected",
            ApiError.Server => "Server",
            ApiError.State => "State",
            ApiError.Limit => "Limit",
            ApiError.Cancelled => "Cancelled",
            ApiError.Internal => "Internal",
            _ => "a case that nobody knows",
        };
}
