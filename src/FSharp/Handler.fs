namespace LambdaClient.FSharp

open System.Threading.Tasks

// Abbreviations alone, which a signature file would only repeat.

/// <summary>F#'s own result, also where <c>LambdaClient</c>, which has another one, is opened before.</summary>
type Result<'T, 'TError> = FSharp.Core.Result<'T, 'TError>

/// <summary>A handler's answer: bytes and their media type, or a stream of them. <c>Respond</c> makes them.</summary>
type Response = LambdaClient.Response

/// <summary>A computation over an invocation: what <c>lambda { }</c> makes.</summary>
/// <remarks>
/// Nothing runs until it is applied to a context, and each application runs it anew. The failure is a value; an exception is one
/// that nobody expected.
/// </remarks>
type Lambda<'T> = LambdaContext -> Task<Result<'T, LambdaError>>

/// <summary>A computation that only reads the invocation and never waits, such as <c>Event.json</c>.</summary>
type Read<'T> = LambdaContext -> Result<'T, LambdaError>

/// <summary>What a function runs: a computation whose value is the response, which is bytes or a stream.</summary>
type Handler = Lambda<Response>
