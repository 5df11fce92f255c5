using System.Runtime.CompilerServices;
using YamlDotNet.RepresentationModel;

namespace LambdaClient.Packaging.Tests;

/// <summary>The SAM template of one sample, and the sample's source, which says what it needs.</summary>
internal sealed class Template
{
    private Template(string folder)
    {
        Sample = Path.GetFileName(folder);
        Source = File.ReadAllText(Path.Combine(folder, Sample + ".c"));
        using var reader = new StreamReader(Path.Combine(folder, "template.yaml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        Root = (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
        Resource = (YamlMappingNode)Assert.Single((YamlMappingNode)Root["Resources"]).Value;
        Properties = (YamlMappingNode)Resource["Properties"];
    }

    public string Sample { get; }

    public string Source { get; }

    public YamlMappingNode Root { get; }

    public YamlMappingNode Resource { get; }

    public YamlMappingNode Properties { get; }

    public static string SamplesFolder { get; } = FindSamples();

    public static Template Of(string sample) => new(Path.Combine(SamplesFolder, sample));

    /// <summary>The text at a path of names, or null where the template has none.</summary>
    public string? Text(params string[] path)
    {
        YamlNode node = Properties;
        foreach (var name in path)
        {
            if (!((YamlMappingNode)node).Children.TryGetValue(name, out var next))
            {
                return null;
            }

            node = next;
        }

        return ((YamlScalarNode)node).Value;
    }

    private static string FindSamples([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../samples/c"));
}
