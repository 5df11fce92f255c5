using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace LambdaClient.Logging.Tests;

/// <summary>What docs/logging.md shows is real: its programs are compiled, and its lines are what they write.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Page = Read("docs/logging.md");

    [Theory]
    [InlineData("csharp", "tests/Logging/DocumentedPrograms.cs", 2)]
    [InlineData("fsharp", "tests/Properties/LogLineTests.fs", 1)]
    public void Its_programs_are_compiled(string language, string compiled, int count)
    {
        var programs = Program().Matches(Page).Where(match => match.Groups[1].Value == language).ToList();
        var source = WithoutIndent(Read(compiled));

        Assert.Equal(count, programs.Count);
        Assert.All(
            programs,
            program =>
                Assert.All(program.Groups[2].Value.Split("\n\n"), part => Assert.Contains(WithoutIndent(part), source))
        );
    }

    [Fact]
    public void Its_lines_are_what_is_written()
    {
        using var text = new Output(FunctionLogFormat.Text);
        using var json = new Output();

        Output.Handle(() =>
        {
            text.Log.Info("order 17 has 3 items");
            json.Log.Info("order 17 has 3 items");
            DocumentedPrograms.LogAnOrder(json.Log);
        });

        Assert.All([.. text.Lines, .. json.Lines], line => Assert.Contains($"\n    {line}\n", Page));
        Assert.Equal(3, text.Lines.Length + json.Lines.Length);
    }

    private static string Read(string path) =>
        File.ReadAllText(
            Path.Combine(
                typeof(DocumentationTests)
                    .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                    .Single(metadata => metadata.Key == "RootDirectory")
                    .Value!,
                path
            )
        );

    private static string WithoutIndent(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim('\n');

    [GeneratedRegex("```([a-z]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
