namespace LambdaClient.FSharp

open LambdaClient

/// <summary>Why an event is not what its service sends: the place in the JSON, and what is wrong there.</summary>
/// <remarks>Immutable; safe on any thread. A handler that fails with it reports the type <c>EventError</c>.</remarks>
type EventError =
    {
        /// <summary>Where, as JSONPath writes it (RFC 9535): <c>$</c> is the whole event, <c>$.Records[0].body</c> a part of it.</summary>
        Path: string
        /// <summary>What was expected there and what was found; no value longer than 40 characters is shown.</summary>
        Problem: string
    }

    interface IRuntimeApiError

    /// <summary>The place and the problem in one sentence.</summary>
    member Message: string
