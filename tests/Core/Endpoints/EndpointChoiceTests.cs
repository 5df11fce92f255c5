using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Endpoints;

/// <summary>The option wins over the environment, and an empty one does not fall back.</summary>
public sealed class EndpointChoiceTests
{
    [Theory]
    [InlineData("localhost:1", null, "localhost:1")]
    [InlineData("localhost:1", "localhost:2", "localhost:1")]
    [InlineData(null, "localhost:2", "localhost:2")]
    [InlineData("localhost:1", "no endpoint", "localhost:1")]
    public void Is_taken_from(string? option, string? variable, string endpoint) =>
        Assert.Equal(endpoint, Open(option, variable).Must().Endpoint.Authority);

    [Theory]
    [InlineData(null, null, ErrorCode.EndpointMissing)]
    [InlineData(null, "", ErrorCode.EndpointMissing)]
    [InlineData("", "localhost:2", ErrorCode.EndpointMissing)]
    [InlineData(null, "localhost", ErrorCode.EndpointInvalid)]
    [InlineData("localhost", "localhost:2", ErrorCode.EndpointInvalid)]
    public void Is_refused(string? option, string? variable, ErrorCode code) => Open(option, variable).MustFail(code);

    private static Result<RuntimeClient, ApiError> Open(string? option, string? variable) =>
        RuntimeClient.Open(
            new RuntimeClientOptions
            {
                Endpoint = option,
                Variable = name => name == Endpoint.Variable ? variable : null,
            }
        );
}
