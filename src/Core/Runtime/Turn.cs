namespace LambdaClient;

/// <summary>What a turn gave: the next invocation, or why there is none; and what became of the answer.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
/// <param name="Next">
/// The next invocation. An error ends a loop: <see cref="ErrorCode.Cancelled"/> once the client was cancelled, else one after which
/// the process should exit with a status other than 0.
/// </param>
/// <param name="Undelivered">
/// Why the answer was not taken, or may not have been (<see cref="ApiError.Delivery"/>); null where it was taken. It is worth a log line; the
/// loop goes on.
/// </param>
public readonly record struct Turn(Result<Invocation, ApiError> Next, ApiError? Undelivered);
