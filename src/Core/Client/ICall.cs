namespace LambdaClient;

/// <summary>One call of a session, as its beginning and its end; between them a driver runs the exchange.</summary>
/// <typeparam name="T">What the call gives.</typeparam>
/// <remarks>Implemented by structs, so that a call costs no allocation.</remarks>
internal interface ICall<T>
{
    /// <summary>Sets the exchange up; answers why the call cannot be made, or null.</summary>
    ApiError? Begin(Session session);

    /// <summary>Says what the exchange gave.</summary>
    Result<T, ApiError> End(Session session);
}
