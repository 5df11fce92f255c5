namespace LambdaClient;

/// <summary>One call of a session, as its beginning and its end; between them a driver runs the exchange.</summary>
/// <typeparam name="T">What the call gives.</typeparam>
/// <remarks>Implemented by structs, so that a call costs no allocation.</remarks>
internal interface ICall<T>
{
    /// <summary>Which call it is to the table of states.</summary>
    ClientCall Kind { get; }

    /// <summary>Names why the client's state does not allow the call, from what the call was given.</summary>
    ApiError Refuse(Session session, ErrorCode code);

    /// <summary>Sets the exchange up; answers why the call cannot be made, or null.</summary>
    ApiError? Begin(Session session);

    /// <summary>Says what the exchange gave, and how the call ended.</summary>
    (Result<T, ApiError> Result, CallEnd End) End(Session session);
}
