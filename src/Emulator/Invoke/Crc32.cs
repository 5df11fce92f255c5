namespace LambdaClient.Emulator.Invoke;

/// <summary>The cyclic redundancy check of gzip and zip, which event streams use too; the framework itself does not offer it.</summary>
internal static class Crc32
{
    // The polynomial with its bits in reverse, because the check shifts to the right.
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var check = uint.MaxValue;
        foreach (var value in bytes)
        {
            check = Remainders[(byte)(check ^ value)] ^ (check >> 8);
        }

        return ~check;
    }

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value >> 1) ^ ((value & 1) * Polynomial);
        }

        return value;
    }
}
