namespace LambdaClient;

/// <summary>The value of a call that succeeds without anything to hand back. All values are equal.</summary>
/// <remarks>Immutable; safe on any thread. <c>default</c> is the one value.</remarks>
public readonly record struct Unit;
