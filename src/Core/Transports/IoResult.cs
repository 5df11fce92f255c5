namespace LambdaClient.Transports;

/// <summary>How an attempt to connect, write or read ended.</summary>
public enum IoStatus
{
    /// <summary>It did what it was asked; a read of 0 bytes is the end of the stream.</summary>
    Ok,

    /// <summary>Nothing listens at the endpoint.</summary>
    Refused,

    /// <summary>The time limit passed, or the operating system gave up waiting for the peer.</summary>
    TimedOut,

    /// <summary>The call was cancelled.</summary>
    Cancelled,

    /// <summary>Anything else that the operating system reports.</summary>
    Failed,

    /// <summary>The endpoint's host name could not be resolved.</summary>
    HostUnknown,
}

/// <summary>What an attempt to connect, write or read did.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Count">
/// The number of bytes that were read or written, also where it ended badly. Null: the system does not tell; assume that
/// some may have left.
/// </param>
/// <param name="SystemError">
/// The operating system's error number (<c>errno</c>), or 0. With <see cref="IoStatus.HostUnknown"/>, the resolver's number
/// (<c>EAI_…</c>).
/// </param>
public readonly record struct IoResult(IoStatus Status, int? Count = 0, int SystemError = 0)
{
    /// <summary>A success that moved <paramref name="count"/> bytes.</summary>
    /// <param name="count">The number of bytes.</param>
    public static IoResult Done(int count = 0) => new(IoStatus.Ok, count);

    /// <summary>A write of <paramref name="bytes"/> that the system took whole.</summary>
    /// <param name="bytes">What was written.</param>
    public static IoResult Done(Outgoing bytes) => Done((int)Math.Min(bytes.Length, int.MaxValue));
}
