using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace LambdaClient.Emulator.Handler;

/// <summary>Says why a compiled program does not start here. The numbers are those of <c>elf.h</c>.</summary>
internal static class ElfProgram
{
    /// <summary>What the system says of a file that it cannot make sense of: ENOEXEC.</summary>
    public const int FormatError = 8;

    private const int ClassOffset = 4;
    private const int MachineOffset = 18;
    private const int HeaderBytes = 64;
    private const byte Class64 = 2;
    private const int LoaderHeader = 3;

    /// <summary>What is wrong with the program, or null if it is none or nothing is.</summary>
    public static string? Fault(string path, ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("\u007fELF"u8) || head.Length < HeaderBytes)
        {
            return null;
        }

        var machine = NameOf(BinaryPrimitives.ReadUInt16LittleEndian(head[MachineOffset..]));
        var own = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "x86_64",
            Architecture.Arm64 => "aarch64",
            var other => other.ToString(),
        };
        if (machine != own)
        {
            return $"it is built for {machine}, and this machine is {own}";
        }

        return head[ClassOffset] == Class64 && Loader(path, head) is { } loader && !Path.Exists(loader)
            ? $"its loader '{Shown.Short(loader)}' does not exist; it is built for another C library"
            : null;
    }

    private static string NameOf(int machine) =>
        machine switch
        {
            3 => "x86",
            40 => "arm",
            62 => "x86_64",
            183 => "aarch64",
            243 => "riscv",
            _ => $"machine {machine}",
        };

    /// <summary>The program that loads it, if it names one: the content of its PT_INTERP header.</summary>
    private static string? Loader(string path, ReadOnlySpan<byte> head)
    {
        var place = BinaryPrimitives.ReadInt64LittleEndian(head[32..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(head[54..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(head[56..]);
        using var file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[56];
        for (var i = 0; i < count && size >= header.Length; i++)
        {
            file.Position = place + (i * size);
            if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            {
                return null;
            }

            if (BinaryPrimitives.ReadInt32LittleEndian(header) == LoaderHeader)
            {
                var name = new byte[Math.Min(BinaryPrimitives.ReadInt64LittleEndian(header[32..]), 4096)];
                file.Position = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
                var read = file.ReadAtLeast(name, name.Length, throwOnEndOfStream: false);
                return Encoding.UTF8.GetString(name.AsSpan(0, read)).TrimEnd('\0');
            }
        }

        return null;
    }
}
