using System.Runtime.CompilerServices;

namespace LambdaClient.Http;

/// <summary>The header fields whose values a reader remembers, each by a number from 0.</summary>
internal abstract class FieldNames
{
    /// <summary>How many fields a reader can remember.</summary>
    public const int Max = 12;

    /// <summary>What <see cref="Find"/> gives for a field that is not known.</summary>
    public const int Unknown = -1;

    /// <summary>A reader that remembers nothing.</summary>
    public static FieldNames None { get; } = new NoNames();

    /// <summary>The number of a field, whose name is compared without case (RFC 9110 section 5.1).</summary>
    public abstract int Find(ReadOnlySpan<byte> name);

    /// <summary>Whether a field may come twice; then the first value counts. Readers differ on which of two is meant.</summary>
    public abstract bool MayRepeat(int field);

    private sealed class NoNames : FieldNames
    {
        public override int Find(ReadOnlySpan<byte> name) => Unknown;

        public override bool MayRepeat(int field) => true;
    }
}

/// <summary>Where each known field's value lies in the receive buffer. An absent field has length 0, and so has an empty one.</summary>
[InlineArray(FieldNames.Max)]
internal struct KnownFields
{
    private Slice _first;

    public readonly Slice Get(int field) => this[field];

    /// <summary>The same fields after their buffer's content moved towards its beginning.</summary>
    public readonly KnownFields MovedBack(int distance)
    {
        var moved = this;
        foreach (ref var slice in (Span<Slice>)moved)
        {
            slice = slice.Length == 0 ? default : slice.MovedBack(distance);
        }

        return moved;
    }
}
