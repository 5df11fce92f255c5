using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace LambdaClient.Tests;

/// <summary>Runs a theory with each <see cref="Caller"/>, and where cases are given, with each of those.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothCallersAttribute(params object[] cases) : DataAttribute
{
    public IReadOnlyList<object> Cases => cases;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod,
        DisposalTracker disposalTracker
    ) =>
        new([
            .. Enum.GetValues<Caller>()
                .SelectMany(caller =>
                    cases.Length == 0
                        ? [new TheoryDataRow(caller)]
                        : cases.Select(value => new TheoryDataRow(caller, value))
                ),
        ]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
