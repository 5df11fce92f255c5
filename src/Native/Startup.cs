using System.Runtime.CompilerServices;
using LambdaClient.Native.Posix;

namespace LambdaClient.Native;

/// <summary>What the first call of any export finds done: a child that is forked after it must be recognised.</summary>
internal static class Startup
{
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "The library is an application of its own: nobody but its exports uses it."
    )]
    internal static void Run()
    {
        ForkGuard.Claim();
    }
}
