namespace LambdaClient.FSharp.Builder

open System.ComponentModel
open System.Runtime.CompilerServices
open System.Threading.Tasks
open LambdaClient.FSharp

// What stands at the right of let!, as the builder takes it. The compiler writes these names into programs, and programs leave
// them alone: they are public because the builder's methods are inlined.

/// <summary>What <c>and!</c> needs of whatever stands at its right: its outcome, as a task.</summary>
[<EditorBrowsable(EditorBrowsableState.Never)>]
type IMergeable<'T> =
    /// Starts it on a context.
    abstract ToTask: context: LambdaContext -> Task<Result<'T, LambdaError>>

/// <summary>Something that may not be done yet. Every implementation is a struct, so that nothing is boxed.</summary>
[<EditorBrowsable(EditorBrowsableState.Never)>]
type IOutcomeAwaiter<'T> =
    inherit ICriticalNotifyCompletion

    /// Whether nothing has to be waited for.
    abstract IsCompleted: bool

    /// The outcome, once it is completed; raises what a task ended with.
    abstract GetOutcome: unit -> Result<'T, LambdaError>

    /// Hands the awaiter inside to the method builder, which knows those of tasks and allocates nothing for them.
    abstract Await<'Overall, 'Machine when 'Machine :> IAsyncStateMachine> :
        builder: byref<AsyncTaskMethodBuilder<'Overall>> * machine: byref<'Machine> -> unit

/// <summary>What <c>let!</c> takes when waiting may be needed.</summary>
[<EditorBrowsable(EditorBrowsableState.Never)>]
type ISource<'Awaiter, 'T when 'Awaiter: struct and 'Awaiter :> IOutcomeAwaiter<'T>> =
    inherit IMergeable<'T>

    /// Starts it on a context.
    abstract Open: context: LambdaContext -> 'Awaiter

/// <summary>Results as the builder takes them.</summary>
[<RequireQualifiedAccess; EditorBrowsable(EditorBrowsableState.Never)>]
module Outcome =

    /// Of F#'s result.
    val ofResult: result: Result<'T, 'Error> -> Result<'T, LambdaError> when 'Error :> LambdaClient.IRuntimeApiError

    /// Of the C# client's result.
    val ofCore:
        result: LambdaClient.Result<'T, 'Error> -> Result<'T, LambdaError>
            when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null

    /// Of a task of the C# client's result.
    val ofCoreTask:
        running: Task<LambdaClient.Result<'T, 'Error>> -> Task<Result<'T, LambdaError>>
            when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null

    /// Of an async computation of the C# client's result.
    val ofCoreAsync:
        computation: Async<LambdaClient.Result<'T, 'Error>> -> Async<Result<'T, LambdaError>>
            when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null

/// Of a task that gives a value.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type ValueAwaiter<'T> =
    interface IOutcomeAwaiter<'T>

    new: awaiter: TaskAwaiter<'T> -> ValueAwaiter<'T>

/// Of a task that gives a result.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type ResultAwaiter<'T, 'Error when 'Error :> LambdaClient.IRuntimeApiError> =
    interface IOutcomeAwaiter<'T>

    new: awaiter: TaskAwaiter<Result<'T, 'Error>> -> ResultAwaiter<'T, 'Error>

/// Of a task that gives nothing.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type UnitAwaiter =
    interface IOutcomeAwaiter<unit>

    new: awaiter: TaskAwaiter -> UnitAwaiter

/// Of a value task that gives a value.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type ValueTaskValueAwaiter<'T> =
    interface IOutcomeAwaiter<'T>

    new: awaiter: ValueTaskAwaiter<'T> -> ValueTaskValueAwaiter<'T>

/// Of a value task that gives a result.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type ValueTaskResultAwaiter<'T, 'Error when 'Error :> LambdaClient.IRuntimeApiError> =
    interface IOutcomeAwaiter<'T>

    new: awaiter: ValueTaskAwaiter<Result<'T, 'Error>> -> ValueTaskResultAwaiter<'T, 'Error>

/// Of a value task that gives nothing.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type ValueTaskUnitAwaiter =
    interface IOutcomeAwaiter<unit>

    new: awaiter: ValueTaskAwaiter -> ValueTaskUnitAwaiter

/// A task.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type TaskSource<'T> =
    interface ISource<ValueAwaiter<'T>, 'T>

    new: task: Task<'T> -> TaskSource<'T>

/// A task of a result.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type TaskResultSource<'T, 'Error when 'Error :> LambdaClient.IRuntimeApiError> =
    interface ISource<ResultAwaiter<'T, 'Error>, 'T>

    new: task: Task<Result<'T, 'Error>> -> TaskResultSource<'T, 'Error>

/// A task without a value.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type UnitTaskSource =
    interface ISource<UnitAwaiter, unit>

    new: task: Task -> UnitTaskSource

/// A value task.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type ValueTaskSource<'T> =
    interface ISource<ValueTaskValueAwaiter<'T>, 'T>

    new: task: ValueTask<'T> -> ValueTaskSource<'T>

/// A value task of a result.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type ValueTaskResultSource<'T, 'Error when 'Error :> LambdaClient.IRuntimeApiError> =
    interface ISource<ValueTaskResultAwaiter<'T, 'Error>, 'T>

    new: task: ValueTask<Result<'T, 'Error>> -> ValueTaskResultSource<'T, 'Error>

/// A value task without a value.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type UnitValueTaskSource =
    interface ISource<ValueTaskUnitAwaiter, unit>

    new: task: ValueTask -> UnitValueTaskSource

/// An async computation, which starts here and sees the token of the invocation.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type AsyncSource<'T> =
    interface ISource<ValueAwaiter<'T>, 'T>

    new: computation: Async<'T> -> AsyncSource<'T>

/// An async computation of a result, likewise.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type AsyncResultSource<'T, 'Error when 'Error :> LambdaClient.IRuntimeApiError> =
    interface ISource<ResultAwaiter<'T, 'Error>, 'T>

    new: computation: Async<Result<'T, 'Error>> -> AsyncResultSource<'T, 'Error>

/// Another lambda, which runs on the same context.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type LambdaSource<'T> =
    interface ISource<ResultAwaiter<'T, LambdaError>, 'T>

    new: computation: Lambda<'T> -> LambdaSource<'T>

/// A result, or whatever became one: nothing waits.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type ReadySource<'T> =
    interface IMergeable<'T>

    new: outcome: Result<'T, LambdaError> -> ReadySource<'T>

    member Outcome: Result<'T, LambdaError>

/// Something read from the context: nothing waits.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type ReadSource<'T> =
    interface IMergeable<'T>

    new: read: Read<'T> -> ReadSource<'T>

    member Outcome: context: LambdaContext -> Result<'T, LambdaError>

/// Two sources side by side. Both are settled before either is told of, so that nothing runs on behind an answer.
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type MergedSource<'T1, 'T2> =
    interface ISource<ResultAwaiter<'T1 * 'T2, LambdaError>, 'T1 * 'T2>

    new: left: IMergeable<'T1> * right: IMergeable<'T2> -> MergedSource<'T1, 'T2>
