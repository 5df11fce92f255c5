namespace LambdaClient;

/// <summary>What kind of thing went wrong: the hundreds of an <see cref="ErrorCode"/>.</summary>
public enum ErrorCategory
{
    /// <summary>The caller passed something that cannot be used. Nothing was sent.</summary>
    Usage = 1,

    /// <summary>The environment lacks a setting or holds one that cannot be used. Nothing was sent.</summary>
    Environment = 2,

    /// <summary>The connection could not be made or broke.</summary>
    Transport = 3,

    /// <summary>The service answered with something that is not a well-formed Runtime API response.</summary>
    Protocol = 4,

    /// <summary>The service understood the request and refused it (status 4xx).</summary>
    Rejected = 5,

    /// <summary>The service failed (status 5xx); the runtime has to exit.</summary>
    Server = 6,

    /// <summary>The call is not legal now: the client or the invocation is in another state.</summary>
    State = 7,

    /// <summary>A declared limit was passed.</summary>
    Limit = 8,

    /// <summary>The caller cancelled the call.</summary>
    Cancelled = 9,

    /// <summary>The library itself failed; please report it.</summary>
    Internal = 10,
}
