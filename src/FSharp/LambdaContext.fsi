namespace LambdaClient.FSharp

open System
open System.Text.Json
open System.Threading
open LambdaClient

/// <summary>What a handler is told about an invocation, as plain values: for tests, and for handlers that are called by hand.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
[<NoComparison>]
type InvocationDetails =
    {
        /// The event's bytes.
        Payload: ReadOnlyMemory<byte>
        /// The request id: an opaque token.
        RequestId: string
        /// The id of this attempt.
        InvocationId: string option
        /// The ARN by which the function was invoked.
        InvokedFunctionArn: string option
        /// The X-Ray trace header.
        TraceId: string option
        /// The tenant of a tenant-isolated function.
        TenantId: string option
        /// The media type of the event.
        ContentType: string option
        /// When the service ends the invocation.
        Deadline: DateTimeOffset option
        /// What the AWS Mobile SDK sent.
        ClientContext: ClientContext option
        /// The Amazon Cognito identity of the caller.
        CognitoIdentity: CognitoIdentity option
        /// What the environment says about the function.
        Function: FunctionConfiguration
    }

/// <summary>One invocation as a handler sees it: the event, what the service says about it, and the handler's means.</summary>
/// <remarks>
/// Immutable; safe on any thread. It flows through a <c>lambda { }</c> without being passed by hand. A part that the service
/// did not send is <c>None</c>; it is decoded when asked for.
/// </remarks>
[<Sealed>]
type LambdaContext =

    /// <summary>The context of an invocation that a client received.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="log">Where the handler's log lines go.</param>
    /// <param name="json">How events are read and answers written; <c>None</c> takes <c>Json.options ()</c>.</param>
    /// <param name="cancellation">Ends shortly before the deadline.</param>
    new:
        invocation: Invocation * log: FunctionLog * json: JsonSerializerOptions option * cancellation: CancellationToken ->
            LambdaContext

    /// <summary>A context made of plain values.</summary>
    /// <param name="details">What the handler is told.</param>
    /// <param name="clock">Tells the remaining time.</param>
    /// <param name="log">Where the handler's log lines go.</param>
    /// <param name="json">How events are read and answers written; <c>None</c> takes <c>Json.options ()</c>.</param>
    /// <param name="cancellation">The token that the handler sees.</param>
    new:
        details: InvocationDetails *
        clock: TimeProvider *
        log: FunctionLog *
        json: JsonSerializerOptions option *
        cancellation: CancellationToken ->
            LambdaContext

    /// The event's bytes, exactly as the caller of the function sent them.
    member Payload: ReadOnlyMemory<byte>

    /// The request id: an opaque token.
    member RequestId: string

    /// The id of this attempt.
    member InvocationId: string option

    /// The ARN by which the function was invoked.
    member InvokedFunctionArn: string option

    /// The X-Ray trace header.
    member TraceId: string option

    /// The tenant of a tenant-isolated function.
    member TenantId: string option

    /// The media type of the event.
    member ContentType: string option

    /// When the service ends the invocation.
    member Deadline: DateTimeOffset option

    /// What is left until the deadline, zero once it has passed.
    member RemainingTime: TimeSpan option

    /// What the AWS Mobile SDK sent.
    member ClientContext: ClientContext option

    /// The Amazon Cognito identity of the caller.
    member CognitoIdentity: CognitoIdentity option

    /// What the environment says about the function.
    member Function: FunctionConfiguration

    /// Ends shortly before the deadline, and when the process is to end.
    member Cancellation: CancellationToken

    /// The function's log.
    member Log: FunctionLog

    /// How events are read and answers written; <c>None</c> is <c>Json.options ()</c>.
    member JsonOptions: JsonSerializerOptions option

    /// The invocation that a client received; <c>None</c> where the context was made of plain values.
    member Invocation: Invocation voption

    /// <summary>The same invocation with another token.</summary>
    member WithCancellation: cancellation: CancellationToken -> LambdaContext

/// <summary>Functions on invocation details.</summary>
[<RequireQualifiedAccess>]
module InvocationDetails =

    /// <summary>Details with a payload and a request id, and nothing else.</summary>
    val create: requestId: string -> payload: ReadOnlyMemory<byte> -> InvocationDetails
