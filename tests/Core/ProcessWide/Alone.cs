using Xunit;

namespace LambdaClient.Tests.ProcessWide;

/// <summary>Tests that look at or change what the whole process shares: they run alone, after all others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
