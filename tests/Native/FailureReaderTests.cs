using System.Runtime.InteropServices;
using LambdaClient.Native.Abi;
using Xunit;

namespace LambdaClient.Native.Tests;

/// <summary>What of a C caller's failure can be sent in any case.</summary>
public sealed unsafe class FailureReaderTests : IDisposable
{
    private readonly List<nint> _memory = [];

    [Fact]
    public void A_failure_without_fault_is_read_as_it_is()
    {
        var failure = Whole();
        failure.Cause = View("""{"message":"why"}"""u8);

        var read = Lenient(failure);

        Assert.Null(read.Fault);
        Assert.Equal(("T", "m", "why"), (read.Report.Type, read.Report.Message, read.Report.Cause?.Message));
    }

    public static TheoryData<string, ErrorCode> Faults =>
        new()
        {
            { "type", ErrorCode.ArgumentMissing },
            { "message", ErrorCode.OptionInvalid },
            { "json", ErrorCode.ArgumentMissing },
            { "cause", ErrorCode.CauseInvalid },
            { "frames", ErrorCode.ArgumentMissing },
            { "frame", ErrorCode.ArgumentMissing },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_part_that_cannot_be_used_is_left_out_and_named(string part, ErrorCode code)
    {
        var failure = Spoiled(part);

        var read = Lenient(failure);

        Assert.Equal(code, read.Fault?.Code);
        Assert.Equal(part == "type" ? "Error" : "T", read.Report.Type);
        Assert.Equal(part == "message" ? "" : "m", read.Report.Message);
        Assert.Null(read.Report.Cause);
        Assert.True(read.Report.Json.IsEmpty);
        Assert.Equal(part == "frame" ? [""] : [], read.Report.StackTrace);
        Assert.Equal(read.Fault, FailureReader.Read(Copy(failure)).Match(_ => null!, error => error));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(4097)]
    public void A_failure_that_cannot_be_read_at_all_is_an_error(uint size)
    {
        var failure = Whole();
        failure.StructSize = size;

        Assert.True(FailureReader.ReadLenient(Copy(failure)).IsError);
        Assert.True(FailureReader.ReadLenient(0).IsError);
    }

    public void Dispose() => _memory.ForEach(static memory => NativeMemory.Free((void*)memory));

    private LenientFailure Lenient(Failure failure) =>
        FailureReader
            .ReadLenient(Copy(failure))
            .Match(read => read, error => throw new InvalidOperationException(error.Message));

    private Failure Spoiled(string part)
    {
        var failure = Whole();
        var missing = new View { Size = 5 };
        switch (part)
        {
            case "type":
                failure.Type = missing;
                break;
            case "message":
                failure.Message.Size = nuint.MaxValue;
                break;
            case "json":
                failure.Json = missing;
                break;
            case "cause":
                failure.Cause = View("no JSON"u8);
                break;
            case "frames":
                failure.StackTraceCount = 1;
                break;
            default:
                failure.StackTrace = (View*)Copy(missing);
                failure.StackTraceCount = 1;
                break;
        }

        return failure;
    }

    private Failure Whole() =>
        new()
        {
            StructSize = (uint)sizeof(Failure),
            Type = View("T"u8),
            Message = View("m"u8),
        };

    private View View(ReadOnlySpan<byte> bytes)
    {
        var memory = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
        _memory.Add((nint)memory);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        return new View { Data = memory, Size = (nuint)bytes.Length };
    }

    private nint Copy<T>(T value)
        where T : unmanaged
    {
        var memory = (T*)NativeMemory.Alloc((nuint)sizeof(T));
        _memory.Add((nint)memory);
        *memory = value;
        return (nint)memory;
    }
}
