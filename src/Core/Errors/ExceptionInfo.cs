using System.Collections.Immutable;

namespace LambdaClient;

/// <summary>One exception: its type, its message, and where it was thrown.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
public sealed record ExceptionInfo
{
    /// <summary>An exception.</summary>
    /// <param name="type">The type's name.</param>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="stack">Frames, innermost first; empty where there are none.</param>
    public ExceptionInfo(string type, string message, ImmutableArray<StackFrameInfo> stack = default)
    {
        Type = type ?? "";
        Message = message ?? "";
        Stack = stack.WithoutNulls();
    }

    /// <summary>The type's name.</summary>
    public string Type { get; }

    /// <summary>What happened, for a person.</summary>
    public string Message { get; }

    /// <summary>Frames, innermost first.</summary>
    public ImmutableArray<StackFrameInfo> Stack { get; }

    /// <summary>Whether both say the same.</summary>
    /// <param name="other">The other exception.</param>
    public bool Equals(ExceptionInfo? other) =>
        other is not null && Type == other.Type && Message == other.Message && Stack.SequenceEqual(other.Stack);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Message, Stack.Length);
}
