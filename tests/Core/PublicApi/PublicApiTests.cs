using System.Reflection;
using PublicApiGenerator;
using Xunit;

namespace LambdaClient.Tests.PublicApi;

/// <summary>The public API is what was accepted, member by member.</summary>
public sealed class PublicApiTests
{
    private const string AcceptVariable = "LAMBDACLIENT_ACCEPT";

    [Fact]
    public void Is_as_accepted()
    {
        var path = Path.Combine(CoreDirectory, "PublicApi.txt");
        var actual = typeof(RuntimeClient).Assembly.GeneratePublicApi(
            new ApiGeneratorOptions { IncludeAssemblyAttributes = false }
        );
        actual = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(path, actual);
        }

        var accepted = File.Exists(path) ? File.ReadAllText(path) : "";
        var (lost, added) = (Lines(accepted).Except(Lines(actual)), Lines(actual).Except(Lines(accepted)));
        Assert.True(
            accepted == actual,
            $"""
            The public API is not what src/Core/PublicApi.txt says.
            Lost:
            {string.Join('\n', lost)}
            New:
            {string.Join('\n', added)}
            If that is intended, accept it: {AcceptVariable}=1 dotnet run --project tests/Core -- -class {typeof(
                PublicApiTests
            ).FullName}
            """
        );
    }

    private static string CoreDirectory =>
        typeof(PublicApiTests)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "CoreDirectory")
            .Value!;

    private static IEnumerable<string> Lines(string text) => text.Split('\n');
}
