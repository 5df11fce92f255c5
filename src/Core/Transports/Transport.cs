namespace LambdaClient.Transports;

/// <summary>One connection's bytes: the only input and output the client has. No method throws.</summary>
/// <remarks>
/// <para>
/// A client owns its transport and calls it from one thread at a time. Only <see cref="Abort"/> may come from another thread.
/// A closed transport can be connected again. A transport without asynchronous calls completes them synchronously.
/// </para>
/// <para>
/// A time limit is more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for none. A call whose limit passes returns
/// <see cref="IoStatus.TimedOut"/>; the client then closes the connection.
/// </para>
/// </remarks>
public abstract class Transport : IDisposable
{
    /// <summary>Makes a new connection. The transport is not connected when this is called.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="timeout">How long to wait for the connection, the name's resolution included.</param>
    public abstract IoResult Connect(Endpoint endpoint, TimeSpan timeout);

    /// <summary>Writes all parts, until the last byte or a failure. Counts what the operating system took.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="limit">How long the whole write may take.</param>
    public abstract IoResult Write(Outgoing bytes, TimeSpan limit);

    /// <summary>Waits for bytes; 0 bytes is the end of the stream.</summary>
    /// <param name="buffer">Where to put them; not empty.</param>
    /// <param name="limit">How long to wait for the first byte.</param>
    public abstract IoResult Read(Memory<byte> buffer, TimeSpan limit);

    /// <summary>Whether the peer closed an idle connection, or sent bytes nobody asked for. Does not wait.</summary>
    public abstract bool IsStale();

    /// <summary>
    /// Ends a blocked <see cref="Connect"/>, <see cref="Write"/> or <see cref="Read"/> of another thread. The connection cannot
    /// be used afterwards.
    /// </summary>
    public abstract void Abort();

    /// <summary>Closes the connection; does nothing when there is none.</summary>
    public abstract void Close();

    /// <summary>Like <see cref="Connect"/>, without blocking the thread.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="timeout">How long to wait for the connection, the name's resolution included.</param>
    /// <param name="cancellation">Cancels the attempt.</param>
    public virtual ValueTask<IoResult> ConnectAsync(
        Endpoint endpoint,
        TimeSpan timeout,
        CancellationToken cancellation
    ) => new(Connect(endpoint, timeout));

    /// <summary>Like <see cref="Write"/>, without blocking the thread.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="limit">How long the whole write may take.</param>
    /// <param name="cancellation">Cancels the attempt.</param>
    public virtual ValueTask<IoResult> WriteAsync(Outgoing bytes, TimeSpan limit, CancellationToken cancellation) =>
        new(Write(bytes, limit));

    /// <summary>Like <see cref="Read"/>, without blocking the thread.</summary>
    /// <param name="buffer">Where to put them; not empty.</param>
    /// <param name="limit">How long to wait for the first byte.</param>
    /// <param name="cancellation">Cancels the attempt.</param>
    public virtual ValueTask<IoResult> ReadAsync(Memory<byte> buffer, TimeSpan limit, CancellationToken cancellation) =>
        new(Read(buffer, limit));

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }
}
