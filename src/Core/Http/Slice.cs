namespace LambdaClient.Http;

/// <summary>A run of bytes in a receive buffer. <c>default</c> is absent; a present empty value has a start.</summary>
internal readonly record struct Slice(int Start, int Length)
{
    public ReadOnlySpan<byte> In(byte[] buffer) => buffer.AsSpan(Start, Length);

    /// <summary>The same run after the buffer's content moved towards its beginning.</summary>
    public Slice MovedBack(int distance) => this with { Start = Start - distance };
}
