using System.Globalization;
using System.IO.Pipes;
using LambdaClient.TestSupport;

namespace LambdaClient.Tests.Logging;

/// <summary>A pipe in the place of a log descriptor; what is written to it is collected from the start.</summary>
internal sealed class LogPipe : IDisposable
{
    private readonly AnonymousPipeServerStream _reader = new(PipeDirection.In);
    private readonly Task<byte[]> _reading;

    public LogPipe() => _reading = Task.Factory.StartNew(ReadAll, TaskCreationOptions.LongRunning);

    public int Number => (int)_reader.ClientSafePipeHandle.DangerousGetHandle();

    public string Text => Number.ToString(CultureInfo.InvariantCulture);

    public int ReadingEnd => (int)_reader.SafePipeHandle.DangerousGetHandle();

    /// <summary>Ends the writing side and gives all that was written.</summary>
    public Task<byte[]> Finish()
    {
        _reader.DisposeLocalCopyOfClientHandle();
        return _reading.Within();
    }

    public void Dispose() => _reader.Dispose();

    private byte[] ReadAll()
    {
        var bytes = new MemoryStream();
        _reader.CopyTo(bytes);
        return bytes.ToArray();
    }
}
