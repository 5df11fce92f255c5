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

    /// <summary>A computation of a task's value as it is: a result that the task gives is a value, whose failure ends nothing.</summary>
    /// <remarks>
    /// <c>let!</c> refuses a task of a result whose error does not implement <c>IRuntimeApiError</c>. This takes one, for a caller
    /// who matches both cases: <c>match! save order |> Lambda.ofTask with Ok id -> … | Error reason -> …</c>.
    /// </remarks>
    val ofTask: running: Task<'T> -> Lambda<'T>

    /// <summary>As <c>ofTask</c>, of an async computation, which starts with the invocation's token each time this is applied.</summary>
    val ofAsync: computation: Async<'T> -> Lambda<'T>

    /// <summary>
    /// A computation of a task of a result with any error: <c>do! save order |> Lambda.ofTaskResult (LambdaError.create "SaveError")</c>.
    /// </summary>
    /// <param name="toError">Makes the failure out of the error.</param>
    /// <param name="running">The task, which runs already.</param>
    val ofTaskResult: toError: ('Error -> LambdaError) -> running: Task<Result<'T, 'Error>> -> Lambda<'T>

    /// <summary>As <c>ofTaskResult</c>, of an async computation, which starts with the invocation's token each time this is applied.</summary>
    /// <param name="toError">Makes the failure out of the error.</param>
    /// <param name="computation">The computation.</param>
    val ofAsyncResult: toError: ('Error -> LambdaError) -> computation: Async<Result<'T, 'Error>> -> Lambda<'T>

    /// <summary>Changes the value.</summary>
    val map: mapping: ('T -> 'U) -> computation: Lambda<'T> -> Lambda<'U>

    /// <summary>Goes on with another computation.</summary>
    val bind: binder: ('T -> Lambda<'U>) -> computation: Lambda<'T> -> Lambda<'U>

    /// <summary>Changes the failure.</summary>
    val mapError: mapping: (LambdaError -> LambdaError) -> computation: Lambda<'T> -> Lambda<'T>

    /// <summary>Runs a computation with a token that ends when the invocation's does and when this one does.</summary>
    /// <param name="token">The other token.</param>
    /// <param name="computation">What runs; it sees the joined token as <c>Lambda.cancellation</c>.</param>
    val withToken: token: CancellationToken -> computation: Lambda<'T> -> Lambda<'T>

    /// <summary>Gives a computation a time limit: <c>let! price = ask item |> Lambda.timeout (TimeSpan.FromMilliseconds 500)</c>.</summary>
    /// <remarks>
    /// When the limit passes, the computation's token ends and the outcome is the failure <c>TimeoutError</c>. What does not heed the token is
    /// left behind and goes on. A computation that blocks its thread cannot be left before it waits for something.
    /// </remarks>
    /// <param name="limit">The limit; zero or less ends at once, more than 24 days is 24 days.</param>
    /// <param name="computation">What runs.</param>
    val timeout: limit: TimeSpan -> computation: Lambda<'T> -> Lambda<'T>

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
