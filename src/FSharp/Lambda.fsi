namespace LambdaClient.FSharp

open System
open System.Threading
open System.Threading.Tasks

/// <summary>Options as results.</summary>
[<AutoOpen>]
module Options =

    /// <summary>Functions on options, next to those of FSharp.Core.</summary>
    [<RequireQualifiedAccess>]
    module Option =

        /// <summary>The value, or a failure: <c>let! user = find id |> Option.orFail "NotFound" "There is no such user"</c>.</summary>
        val orFail: errorType: string -> message: string -> option: 'T option -> Result<'T, LambdaError>

    /// <summary>Functions on value options, next to those of FSharp.Core.</summary>
    [<RequireQualifiedAccess>]
    module ValueOption =

        /// <summary>As <c>Option.orFail</c>.</summary>
        val orFail: errorType: string -> message: string -> option: 'T voption -> Result<'T, LambdaError>

/// <summary>Functions on computations, and what they can ask the invocation for.</summary>
[<RequireQualifiedAccess>]
module Lambda =

    /// <summary>The whole context.</summary>
    val context: Read<LambdaContext>

    /// <summary>What is left until the deadline, zero once it has passed; <c>None</c> where the service sent no deadline.</summary>
    val remainingTime: Read<TimeSpan option>

    /// <summary>The token that ends shortly before the deadline, and when the process is to end.</summary>
    val cancellation: Read<CancellationToken>

    /// <summary>The X-Ray trace header, where there is one.</summary>
    val traceId: Read<string option>

    /// <summary>The request id.</summary>
    val requestId: Read<string>

    /// <summary>A failure: <c>return! Lambda.fail "InvalidNameError" "Invalid first name"</c>.</summary>
    /// <param name="errorType">A short name; empty becomes <c>Error</c>.</param>
    /// <param name="message">What happened, for a person.</param>
    val fail: errorType: string -> message: string -> Result<'T, LambdaError>

    /// <summary>A computation that succeeds with a value.</summary>
    val ofValue: value: 'T -> Lambda<'T>

    /// <summary>A computation of a result that is there already.</summary>
    val ofResult: result: Result<'T, LambdaError> -> Lambda<'T>

    /// <summary>A computation of something read from the context.</summary>
    val ofRead: read: Read<'T> -> Lambda<'T>

    /// <summary>Changes the value.</summary>
    val map: mapping: ('T -> 'U) -> computation: Lambda<'T> -> Lambda<'U>

    /// <summary>Goes on with another computation.</summary>
    val bind: binder: ('T -> Lambda<'U>) -> computation: Lambda<'T> -> Lambda<'U>

    /// <summary>Changes the failure.</summary>
    val mapError: mapping: (LambdaError -> LambdaError) -> computation: Lambda<'T> -> Lambda<'T>

    /// <summary>The outcome as a value, so that a failure can be looked at: it ends nothing.</summary>
    val attempt: computation: Lambda<'T> -> Lambda<Result<'T, LambdaError>>

    /// <summary>A handler of typed events and answers, both JSON.</summary>
    [<System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode("Reads types by reflection.");
      System.Diagnostics.CodeAnalysis.RequiresDynamicCode("Reads types by reflection.")>]
    val json: handle: ('Event -> Lambda<'Answer>) -> Handler

    /// <summary>Applies a handler to a context made by hand.</summary>
    val runOn: context: LambdaContext -> computation: Lambda<'T> -> Task<Result<'T, LambdaError>>

    /// <summary>Serves events until the service ends the process; the defaults of <c>Runtime.run</c>.</summary>
    /// <returns>The exit status: 0, or 1 after an error, which was logged.</returns>
    val run: handler: Handler -> int
