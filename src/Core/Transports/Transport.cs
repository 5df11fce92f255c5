namespace LambdaClient.Transports;

/// <summary>One connection's bytes: the only input and output the client has. No method throws.</summary>
/// <remarks>
/// A client owns its transport, and calls it from one thread at a time; only <see cref="Abort"/> may come from another.
/// A closed transport can be connected again. A transport without asynchronous calls completes them synchronously.
/// </remarks>
public abstract class Transport : IDisposable
{
    /// <summary>Makes a new connection. The transport is not connected when this is called.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="timeout">How long to wait for it.</param>
    public abstract IoResult Connect(Endpoint endpoint, TimeSpan timeout);

    /// <summary>Writes both parts, all of them or until something goes wrong; counts what the operating system took.</summary>
    /// <param name="head">The first bytes.</param>
    /// <param name="body">The bytes after them; may be empty.</param>
    public abstract IoResult Write(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body);

    /// <summary>Waits for bytes, without a time limit; 0 bytes is the end of the stream.</summary>
    /// <param name="buffer">Where to put them; not empty.</param>
    public abstract IoResult Read(Memory<byte> buffer);

    /// <summary>Whether the peer closed an idle connection, or sent bytes nobody asked for. Does not wait.</summary>
    public abstract bool IsStale();

    /// <summary>Ends a blocked <see cref="Connect"/> or <see cref="Read"/> of another thread; the connection is lost.</summary>
    public abstract void Abort();

    /// <summary>Closes the connection; does nothing when there is none.</summary>
    public abstract void Close();

    /// <summary>As <see cref="Connect"/>, without blocking the thread.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="timeout">How long to wait for it.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public virtual ValueTask<IoResult> ConnectAsync(
        Endpoint endpoint,
        TimeSpan timeout,
        CancellationToken cancellation
    ) => new(Connect(endpoint, timeout));

    /// <summary>As <see cref="Write"/>, without blocking the thread.</summary>
    /// <param name="head">The first bytes.</param>
    /// <param name="body">The bytes after them; may be empty.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public virtual ValueTask<IoResult> WriteAsync(
        ReadOnlyMemory<byte> head,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    ) => new(Write(head, body));

    /// <summary>As <see cref="Read"/>, without blocking the thread.</summary>
    /// <param name="buffer">Where to put them; not empty.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public virtual ValueTask<IoResult> ReadAsync(Memory<byte> buffer, CancellationToken cancellation) =>
        new(Read(buffer));

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }
}
