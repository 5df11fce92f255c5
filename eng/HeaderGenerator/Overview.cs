using System.Reflection;

namespace LambdaClient.HeaderGenerator;

/// <summary>The text that stands before all functions, in the header and in the overview page.</summary>
internal static class Overview
{
    public static IReadOnlyList<string> Lines { get; } = Read();

    private static string[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("preamble.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd().Split('\n');
    }
}
