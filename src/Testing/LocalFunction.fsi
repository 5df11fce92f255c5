namespace LambdaClient.Testing

open System
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.Emulator
open LambdaClient.FSharp

/// <summary>A handler that runs in this process, with the real client and loop, against an emulator on a free port.</summary>
/// <remarks>
/// Safe on any thread; invocations are handled one after the other. Nothing of the process's environment is read or changed. Disposing it
/// ends the loop and the emulator.
/// </remarks>
[<Sealed>]
type LocalFunction =
    interface IAsyncDisposable

    /// <summary>Starts an F# handler.</summary>
    /// <param name="handler">The handler.</param>
    static member Start: handler: Handler -> Task<LocalFunction>

    /// <summary>Starts an F# handler as a function with these settings.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="options">Time-out, name, memory and whatever else the emulator plays; its handler program must not be set.</param>
    static member Start: handler: Handler * options: EmulatorOptions -> Task<LocalFunction>

    /// <summary>Starts a C# handler.</summary>
    /// <param name="handler">The handler, as <c>Bootstrap.RunAsync</c> takes it.</param>
    static member Start:
        handler: Func<Invocation, CancellationToken, Task<LambdaClient.Result<LambdaClient.Response, 'TError>>> ->
            Task<LocalFunction>
            when 'TError :> IRuntimeApiError

    /// <summary>Starts a C# handler as a function with these settings.</summary>
    /// <param name="handler">The handler, as <c>Bootstrap.RunAsync</c> takes it.</param>
    /// <param name="options">Time-out, name, memory and whatever else the emulator plays; its handler program must not be set.</param>
    static member Start:
        handler: Func<Invocation, CancellationToken, Task<LambdaClient.Result<LambdaClient.Response, 'TError>>> *
        options: EmulatorOptions ->
            Task<LocalFunction>
            when 'TError :> IRuntimeApiError

    /// <summary>The emulator: its calls, its faults, its Invoke endpoint.</summary>
    member Emulator: LambdaEmulator

    /// <summary>Sends an event and waits for what becomes of it.</summary>
    /// <param name="request">The event, and what is said about it.</param>
    member Invoke: request: InvocationRequest -> Task<InvocationOutcome>

    /// <summary>Sends an event of JSON bytes and waits for what becomes of it.</summary>
    /// <param name="payload">The event, in UTF-8.</param>
    member Invoke: payload: ReadOnlyMemory<byte> -> Task<InvocationOutcome>

    /// <summary>Sends an event of JSON and waits for what becomes of it.</summary>
    /// <param name="json">The event.</param>
    member Invoke: json: string -> Task<InvocationOutcome>
