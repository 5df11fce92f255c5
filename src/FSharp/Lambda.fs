namespace LambdaClient.FSharp

open System
open System.Threading
open System.Threading.Tasks

[<AutoOpen>]
module Options =

    [<RequireQualifiedAccess>]
    module Option =

        let orFail errorType message option : Result<'T, LambdaError> =
            match option with
            | Some value -> Ok value
            | None -> Error(LambdaError.create errorType message)

    [<RequireQualifiedAccess>]
    module ValueOption =

        let orFail errorType message option : Result<'T, LambdaError> =
            match option with
            | ValueSome value -> Ok value
            | ValueNone -> Error(LambdaError.create errorType message)

[<RequireQualifiedAccess>]
module Lambda =

    let context: Read<LambdaContext> = fun context -> Ok context

    let remainingTime: Read<TimeSpan option> = fun context -> Ok context.RemainingTime

    let cancellation: Read<CancellationToken> = fun context -> Ok context.Cancellation

    let traceId: Read<string option> = fun context -> Ok context.TraceId

    let requestId: Read<string> = fun context -> Ok context.RequestId

    let fail errorType message : Result<'T, LambdaError> =
        Error(LambdaError.create errorType message)

    let ofResult (result: Result<'T, LambdaError>) : Lambda<'T> = fun _ -> Task.FromResult result

    let ofValue value = ofResult (Ok value)

    let ofRead (read: Read<'T>) : Lambda<'T> =
        fun context -> Task.FromResult(read context)

    let ofTask (running: Task<'T>) : Lambda<'T> =
        fun _ ->
            task {
                let! value = running
                return Ok value
            }

    let ofAsync (computation: Async<'T>) : Lambda<'T> =
        fun context -> ofTask (Async.StartImmediateAsTask(computation, context.Cancellation)) context

    let ofTaskResult (toError: 'Error -> LambdaError) (running: Task<Result<'T, 'Error>>) : Lambda<'T> =
        fun _ ->
            task {
                let! outcome = running
                return Result.mapError toError outcome
            }

    let ofAsyncResult (toError: 'Error -> LambdaError) (computation: Async<Result<'T, 'Error>>) : Lambda<'T> =
        fun context -> ofTaskResult toError (Async.StartImmediateAsTask(computation, context.Cancellation)) context

    let map (mapping: 'T -> 'U) (computation: Lambda<'T>) =
        lambda {
            let! value = computation
            return mapping value
        }

    let bind (binder: 'T -> Lambda<'U>) (computation: Lambda<'T>) =
        lambda {
            let! value = computation
            return! binder value
        }

    let withToken (token: CancellationToken) (computation: Lambda<'T>) : Lambda<'T> =
        fun context ->
            task {
                use either =
                    CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation, token)

                return! computation (context.WithCancellation either.Token)
            }

    let private longestLimit = TimeSpan.FromMilliseconds(float Int32.MaxValue)

    let timeout (limit: TimeSpan) (computation: Lambda<'T>) : Lambda<'T> =
        fun context ->
            task {
                let ended = CancellationTokenSource.CreateLinkedTokenSource context.Cancellation

                let late = TaskCompletionSource TaskCreationOptions.RunContinuationsAsynchronously
                use time = new CancellationTokenSource()

                use _ =
                    time.Token.UnsafeRegister(
                        (fun _ ->
                            late.TrySetResult() |> ignore
                            ended.Cancel()),
                        null
                    )

                time.CancelAfter(max TimeSpan.Zero (min limit longestLimit))

                let running =
                    try
                        computation (context.WithCancellation ended.Token)
                    with e ->
                        Task.FromException<_> e

                let! first = Task.WhenAny(running :> Task, late.Task)

                if
                    obj.ReferenceEquals(first, running)
                    && not (running.IsCanceled && late.Task.IsCompleted)
                then
                    ended.Dispose()
                    return! running
                else
                    // What was left behind may still look at its token, so the source is left to the collector.
                    return
                        Error(
                            LambdaError.create
                                "TimeoutError"
                                $"it did not end within {Math.Max(0.0, limit.TotalMilliseconds):F0} ms"
                        )
            }

    let attempt (computation: Lambda<'T>) : Lambda<Result<'T, LambdaError>> =
        fun context ->
            task {
                let! outcome = computation context
                return Ok outcome
            }

    let mapError mapping (computation: Lambda<'T>) : Lambda<'T> =
        fun context ->
            task {
                let! outcome = computation context
                return Result.mapError mapping outcome
            }

    let json (handle: 'Event -> Lambda<'Answer>) : Handler =
        Json.refuse (Json.options ()) typeof<'Event>
        Json.refuse (Json.options ()) typeof<'Answer>

        lambda {
            let! event = Event.json<'Event>
            let! answer = handle event
            return! Respond.json answer
        }

    let runOn context (computation: Lambda<'T>) = computation context

    let run handler = Runtime.run handler Runtime.defaults
