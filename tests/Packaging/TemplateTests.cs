using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace LambdaClient.Packaging.Tests;

/// <summary>The SAM template of each C sample names its package and gives the function what the sample's source asks for.</summary>
public sealed partial class TemplateTests
{
    // Of AWS::Serverless::Function, those that a sample needs: a name that is not one of these is a slip of the pen.
    private static readonly HashSet<string> KnownProperties =
    [
        "Architectures",
        "AutoPublishAlias",
        "CapacityProviderConfig",
        "CodeUri",
        "Environment",
        "FunctionUrlConfig",
        "Handler",
        "Layers",
        "MemorySize",
        "Runtime",
        "Timeout",
    ];

    public static TheoryData<string> Samples() =>
        [.. Directory.GetDirectories(Template.SamplesFolder).Select(folder => Path.GetFileName(folder)).Order()];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Names_the_package_and_the_runtime(string sample)
    {
        var template = Template.Of(sample);

        Assert.Equal("AWS::Serverless-2016-10-31", template.Root["Transform"].ToString());
        Assert.Equal("AWS::Serverless::Function", template.Resource["Type"].ToString());
        Assert.Equal($"../../../build/samples/{sample}.zip", template.Text("CodeUri"));
        Assert.Equal("provided.al2023", template.Text("Runtime"));
        Assert.Equal("bootstrap", template.Text("Handler"));
        Assert.All(template.Properties.Children.Keys, key => Assert.Contains(key.ToString(), KnownProperties));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Refers_to_each_parameter_and_to_nothing_else(string sample)
    {
        var template = Template.Of(sample);

        var referred = template
            .Properties.AllNodes.OfType<YamlScalarNode>()
            .Where(node => !node.Tag.IsEmpty && node.Tag.Value == "!Ref")
            .Select(node => node.Value!);
        var parameters = ((YamlMappingNode)template.Root["Parameters"]).Children.Keys.Select(key => key.ToString());

        Assert.Equal(parameters.Order(), referred.Order());
        Assert.Contains("Architecture", parameters);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sets_the_variables_that_the_sample_reads(string sample)
    {
        var template = Template.Of(sample);

        foreach (Match read in ReadVariable().Matches(template.Source))
        {
            Assert.False(string.IsNullOrEmpty(template.Text("Environment", "Variables", read.Groups[1].Value)));
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Streams_where_the_sample_does(string sample)
    {
        var template = Template.Of(sample);
        var streams = template.Source.Contains("lambdaclient_stream_open(", StringComparison.Ordinal);

        Assert.Equal(streams ? "RESPONSE_STREAM" : null, template.Text("FunctionUrlConfig", "InvokeMode"));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Asks_for_an_extension_where_the_sample_waits_for_sigterm(string sample)
    {
        var template = Template.Of(sample);

        // A run with a shutdown step is an extension itself.
        var waits = template.Source.Contains("SIGTERM", StringComparison.Ordinal);
        var isExtension = template.Source.Contains("options.shutdown =", StringComparison.Ordinal);
        Assert.Equal(waits && !isExtension, template.Properties.Children.ContainsKey("Layers"));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Lets_several_events_run_where_the_sample_follows_the_service(string sample)
    {
        var template = Template.Of(sample);
        var isConcurrent = template.Source.Contains("AWS_LAMBDA_MAX_CONCURRENCY", StringComparison.Ordinal);

        Assert.Equal(
            isConcurrent ? "4" : null,
            template.Text("CapacityProviderConfig", "PerExecutionEnvironmentMaxConcurrency")
        );
        // Managed Instances have no less.
        Assert.True(
            int.Parse(template.Text("MemorySize")!, CultureInfo.InvariantCulture) >= (isConcurrent ? 2048 : 128)
        );
    }

    [Fact]
    public void What_the_samples_need_is_seen_in_their_sources()
    {
        var sources = Samples().Select(row => Template.Of(row.Data).Source).ToList();

        Assert.Contains(sources, ReadVariable().IsMatch);
        Assert.Contains(sources, source => source.Contains("AWS_LAMBDA_MAX_CONCURRENCY", StringComparison.Ordinal));
        Assert.Contains(sources, source => source.Contains("SIGTERM", StringComparison.Ordinal));
        Assert.Contains(sources, source => source.Contains("lambdaclient_stream_open(", StringComparison.Ordinal));
    }

    [GeneratedRegex("getenv\\(\"([A-Z_]+)\"\\)")]
    private static partial Regex ReadVariable();
}
