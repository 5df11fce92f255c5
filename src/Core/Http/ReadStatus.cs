namespace LambdaClient.Http;

/// <summary>What a reader makes of the bytes it was given so far.</summary>
internal enum ReadStatus
{
    /// <summary>A well-formed beginning; more bytes are needed.</summary>
    NeedMore,

    /// <summary>One whole message was read.</summary>
    Done,

    /// <summary>No continuation can make this acceptable; <see cref="Refusal"/> says why.</summary>
    Refused,
}

/// <summary>Why a reader refused its input.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Reason">What exactly was wrong; no byte of the input is repeated in it.</param>
internal readonly record struct Refusal(ErrorCode Code, string Reason);
