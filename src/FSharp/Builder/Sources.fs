namespace LambdaClient.FSharp.Builder

open System.Runtime.CompilerServices
open System.Threading
open System.Threading.Tasks
open LambdaClient.FSharp

type IMergeable<'T> =
    abstract ToTask: context: LambdaContext -> Task<Result<'T, LambdaError>>

type IOutcomeAwaiter<'T> =
    inherit ICriticalNotifyCompletion
    abstract IsCompleted: bool
    abstract GetOutcome: unit -> Result<'T, LambdaError>

    abstract Await<'Overall, 'Machine when 'Machine :> IAsyncStateMachine> :
        builder: byref<AsyncTaskMethodBuilder<'Overall>> * machine: byref<'Machine> -> unit

type ISource<'Awaiter, 'T when 'Awaiter: struct and 'Awaiter :> IOutcomeAwaiter<'T>> =
    inherit IMergeable<'T>
    abstract Open: context: LambdaContext -> 'Awaiter

[<RequireQualifiedAccess>]
module Outcome =

    let ofResult (result: Result<'T, 'Error>) : Result<'T, LambdaError> when 'Error :> LambdaClient.IRuntimeApiError =
        match result with
        | Ok value -> Ok value
        | Error error -> Error(LambdaError.ofError error)

    let ofCore
        (result: LambdaClient.Result<'T, 'Error>)
        : Result<'T, LambdaError> when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null =
        match result.TryGet() with
        | true, value, _ -> Ok value
        | false, _, error -> Error(LambdaError.ofError error)

    let ofCoreTask (running: Task<LambdaClient.Result<'T, 'Error>>) =
        task {
            let! result = running
            return ofCore result
        }

    let ofCoreAsync (computation: Async<LambdaClient.Result<'T, 'Error>>) =
        async {
            let! result = computation
            return ofCore result
        }

[<Struct; NoEquality; NoComparison>]
type ValueAwaiter<'T>(awaiter: TaskAwaiter<'T>) =
    interface IOutcomeAwaiter<'T> with
        member _.IsCompleted = awaiter.IsCompleted
        member _.GetOutcome() = Ok(awaiter.GetResult())
        member _.OnCompleted continuation = awaiter.OnCompleted continuation

        member _.UnsafeOnCompleted continuation = awaiter.UnsafeOnCompleted continuation

        member _.Await(builder, machine) =
            let mutable inner = awaiter
            builder.AwaitUnsafeOnCompleted(&inner, &machine)

[<Struct; NoEquality; NoComparison>]
type ResultAwaiter<'T, 'Error when 'Error :> LambdaClient.IRuntimeApiError>(awaiter: TaskAwaiter<Result<'T, 'Error>>) =
    interface IOutcomeAwaiter<'T> with
        member _.IsCompleted = awaiter.IsCompleted
        member _.GetOutcome() = Outcome.ofResult (awaiter.GetResult())
        member _.OnCompleted continuation = awaiter.OnCompleted continuation

        member _.UnsafeOnCompleted continuation = awaiter.UnsafeOnCompleted continuation

        member _.Await(builder, machine) =
            let mutable inner = awaiter
            builder.AwaitUnsafeOnCompleted(&inner, &machine)

[<Struct; NoEquality; NoComparison>]
type UnitAwaiter(awaiter: TaskAwaiter) =
    interface IOutcomeAwaiter<unit> with
        member _.IsCompleted = awaiter.IsCompleted
        member _.GetOutcome() = Ok(awaiter.GetResult())
        member _.OnCompleted continuation = awaiter.OnCompleted continuation

        member _.UnsafeOnCompleted continuation = awaiter.UnsafeOnCompleted continuation

        member _.Await(builder, machine) =
            let mutable inner = awaiter
            builder.AwaitUnsafeOnCompleted(&inner, &machine)

[<Struct; NoEquality; NoComparison>]
type ValueTaskValueAwaiter<'T>(awaiter: ValueTaskAwaiter<'T>) =
    interface IOutcomeAwaiter<'T> with
        member _.IsCompleted = awaiter.IsCompleted
        member _.GetOutcome() = Ok(awaiter.GetResult())
        member _.OnCompleted continuation = awaiter.OnCompleted continuation

        member _.UnsafeOnCompleted continuation = awaiter.UnsafeOnCompleted continuation

        member _.Await(builder, machine) =
            let mutable inner = awaiter
            builder.AwaitUnsafeOnCompleted(&inner, &machine)

[<Struct; NoEquality; NoComparison>]
type ValueTaskResultAwaiter<'T, 'Error when 'Error :> LambdaClient.IRuntimeApiError>
    (awaiter: ValueTaskAwaiter<Result<'T, 'Error>>) =
    interface IOutcomeAwaiter<'T> with
        member _.IsCompleted = awaiter.IsCompleted
        member _.GetOutcome() = Outcome.ofResult (awaiter.GetResult())
        member _.OnCompleted continuation = awaiter.OnCompleted continuation

        member _.UnsafeOnCompleted continuation = awaiter.UnsafeOnCompleted continuation

        member _.Await(builder, machine) =
            let mutable inner = awaiter
            builder.AwaitUnsafeOnCompleted(&inner, &machine)

[<Struct; NoEquality; NoComparison>]
type ValueTaskUnitAwaiter(awaiter: ValueTaskAwaiter) =
    interface IOutcomeAwaiter<unit> with
        member _.IsCompleted = awaiter.IsCompleted
        member _.GetOutcome() = Ok(awaiter.GetResult())
        member _.OnCompleted continuation = awaiter.OnCompleted continuation

        member _.UnsafeOnCompleted continuation = awaiter.UnsafeOnCompleted continuation

        member _.Await(builder, machine) =
            let mutable inner = awaiter
            builder.AwaitUnsafeOnCompleted(&inner, &machine)

[<RequireQualifiedAccess>]
module internal Wait =

    let forOutcome (awaiter: IOutcomeAwaiter<'T>) : Task<Result<'T, LambdaError>> =
        if awaiter.IsCompleted then
            try
                Task.FromResult(awaiter.GetOutcome())
            with e ->
                Task.FromException<_> e
        else
            let ended = TaskCompletionSource<Result<'T, LambdaError>>()

            awaiter.UnsafeOnCompleted(fun () ->
                try
                    ended.SetResult(awaiter.GetOutcome())
                with e ->
                    ended.SetException e)

            ended.Task

[<Struct; NoEquality; NoComparison>]
type TaskSource<'T>(task: Task<'T>) =
    interface ISource<ValueAwaiter<'T>, 'T> with
        member _.Open _ = ValueAwaiter(task.GetAwaiter())

        member _.ToTask _ =
            Wait.forOutcome (ValueAwaiter(task.GetAwaiter()))

[<Struct; NoEquality; NoComparison>]
type TaskResultSource<'T, 'Error when 'Error :> LambdaClient.IRuntimeApiError>(task: Task<Result<'T, 'Error>>) =
    interface ISource<ResultAwaiter<'T, 'Error>, 'T> with
        member _.Open _ = ResultAwaiter(task.GetAwaiter())

        member _.ToTask _ =
            Wait.forOutcome (ResultAwaiter(task.GetAwaiter()))

[<Struct; NoEquality; NoComparison>]
type UnitTaskSource(task: Task) =
    interface ISource<UnitAwaiter, unit> with
        member _.Open _ = UnitAwaiter(task.GetAwaiter())

        member _.ToTask _ =
            Wait.forOutcome (UnitAwaiter(task.GetAwaiter()))

[<Struct; NoEquality; NoComparison>]
type ValueTaskSource<'T>(task: ValueTask<'T>) =
    interface ISource<ValueTaskValueAwaiter<'T>, 'T> with
        member _.Open _ =
            ValueTaskValueAwaiter(task.GetAwaiter())

        member _.ToTask _ =
            Wait.forOutcome (ValueTaskValueAwaiter(task.GetAwaiter()))

[<Struct; NoEquality; NoComparison>]
type ValueTaskResultSource<'T, 'Error when 'Error :> LambdaClient.IRuntimeApiError>(task: ValueTask<Result<'T, 'Error>>)
    =
    interface ISource<ValueTaskResultAwaiter<'T, 'Error>, 'T> with
        member _.Open _ =
            ValueTaskResultAwaiter(task.GetAwaiter())

        member _.ToTask _ =
            Wait.forOutcome (ValueTaskResultAwaiter(task.GetAwaiter()))

[<Struct; NoEquality; NoComparison>]
type UnitValueTaskSource(task: ValueTask) =
    interface ISource<ValueTaskUnitAwaiter, unit> with
        member _.Open _ = ValueTaskUnitAwaiter(task.GetAwaiter())

        member _.ToTask _ =
            Wait.forOutcome (ValueTaskUnitAwaiter(task.GetAwaiter()))

[<Struct; NoEquality; NoComparison>]
type AsyncSource<'T>(computation: Async<'T>) =
    member private _.Start(cancellation: CancellationToken) =
        ValueAwaiter(Async.StartImmediateAsTask(computation, cancellation).GetAwaiter())

    interface ISource<ValueAwaiter<'T>, 'T> with
        member this.Open context = this.Start context.Cancellation

        member this.ToTask context =
            Wait.forOutcome (this.Start context.Cancellation)

[<Struct; NoEquality; NoComparison>]
type AsyncResultSource<'T, 'Error when 'Error :> LambdaClient.IRuntimeApiError>(computation: Async<Result<'T, 'Error>>)
    =
    member private _.Start(cancellation: CancellationToken) =
        ResultAwaiter(Async.StartImmediateAsTask(computation, cancellation).GetAwaiter())

    interface ISource<ResultAwaiter<'T, 'Error>, 'T> with
        member this.Open context = this.Start context.Cancellation

        member this.ToTask context =
            Wait.forOutcome (this.Start context.Cancellation)

[<Struct; NoEquality; NoComparison>]
type LambdaSource<'T>(computation: Lambda<'T>) =
    // A computation that goes on with itself uses stack at each step. Where little is left, the next step begins on a thread of the pool.
    member private _.Start(context: LambdaContext) =
        if RuntimeHelpers.TryEnsureSufficientExecutionStack() then
            computation context
        else
            let computation = computation
            Task.Run<Result<'T, LambdaError>>(fun () -> computation context)

    interface ISource<ResultAwaiter<'T, LambdaError>, 'T> with
        member this.Open context =
            ResultAwaiter((this.Start context).GetAwaiter())

        member this.ToTask context = this.Start context

[<Struct; NoEquality; NoComparison>]
type ReadySource<'T>(outcome: Result<'T, LambdaError>) =
    member _.Outcome = outcome

    interface IMergeable<'T> with
        member _.ToTask _ = Task.FromResult outcome

[<Struct; NoEquality; NoComparison>]
type ReadSource<'T>(read: Read<'T>) =
    // An error that is null would pass for a success.
    member _.Outcome context = Outcome.ofResult (read context)

    interface IMergeable<'T> with
        member this.ToTask context = Task.FromResult(this.Outcome context)

[<Struct; NoEquality; NoComparison>]
type MergedSource<'T1, 'T2>(left: IMergeable<'T1>, right: IMergeable<'T2>) =

    member private _.Run(context: LambdaContext) : Task<Result<'T1 * 'T2, LambdaError>> =
        let right = right
        let started = left.ToTask context

        task {
            let other =
                try
                    right.ToTask context
                with e ->
                    Task.FromException<_> e

            // Both are settled before either is told of, so that nothing runs on behind an answer.
            do! Task.WhenAll(started :> Task, other :> Task).ConfigureAwait ConfigureAwaitOptions.SuppressThrowing
            let! first = started

            match first with
            | Error error -> return Error error
            | Ok first ->
                let! second = other

                match second with
                | Error error -> return Error error
                | Ok second -> return Ok(first, second)
        }

    interface ISource<ResultAwaiter<'T1 * 'T2, LambdaError>, 'T1 * 'T2> with
        member this.Open context =
            ResultAwaiter((this.Run context).GetAwaiter())

        member this.ToTask context = this.Run context
