using System.Collections.ObjectModel;

namespace LambdaClient;

/// <summary>What the AWS Mobile SDK, or anybody else, sent along as client context. Any part may be missing.</summary>
/// <remarks>
/// Immutable; safe on any thread. Read leniently: names in snake case and camel case, <c>env</c> and <c>environment</c>,
/// the outer names without case; a map value that is no string is kept as its JSON text.
/// </remarks>
/// <param name="Client">The calling application, or null.</param>
/// <param name="Custom">Values that the application chose.</param>
/// <param name="Environment">Values that describe the application's device and locale.</param>
public sealed record ClientContext(
    ClientApplication? Client,
    ReadOnlyDictionary<string, string> Custom,
    ReadOnlyDictionary<string, string> Environment
);
