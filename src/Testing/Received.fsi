namespace LambdaClient.Testing

open LambdaClient
open LambdaClient.Emulator
open LambdaClient.FSharp

/// <summary>Invocations that nobody sent: for calling a handler directly, without emulator, socket or loop.</summary>
[<AbstractClass; Sealed>]
type Received =
    /// <summary>An invocation as a client receives it: the real client reads it, from bytes in memory.</summary>
    /// <param name="request">The event, and what is said about it; without a request id it gets one. Its sink and qualifier are not used.</param>
    /// <returns>The invocation. It cannot be answered; its deadline is a minute away.</returns>
    /// <exception cref="T:System.ArgumentException">A text contains a control character, which no header can carry.</exception>
    static member Invocation: request: InvocationRequest -> Invocation

    /// <summary>An invocation of a JSON event.</summary>
    /// <param name="json">The event.</param>
    static member Invocation: json: string -> Invocation

    /// <summary>The context of an F# handler, made of plain values; its log goes nowhere and its token never ends.</summary>
    /// <param name="details">What the handler is told.</param>
    static member Context: details: InvocationDetails -> LambdaContext

    /// <summary>The context of an F# handler for a JSON event.</summary>
    /// <param name="json">The event.</param>
    static member Context: json: string -> LambdaContext
