namespace LambdaClient.FSharp.Builder

open System
open System.ComponentModel
open System.Runtime.CompilerServices
open System.Threading.Tasks
open FSharp.Core.CompilerServices
open LambdaClient.FSharp

/// <summary>What a running <c>lambda { }</c> knows. The compiler's own; programs leave it alone.</summary>
[<Struct; NoEquality; NoComparison; EditorBrowsable(EditorBrowsableState.Never)>]
type LambdaData<'T> =

    [<FSharp.Core.DefaultValue(false)>]
    val mutable Context: LambdaContext

    [<FSharp.Core.DefaultValue(false)>]
    val mutable Value: 'T

    // Null until there is one: a voption would make every invocation larger.
    [<FSharp.Core.DefaultValue(false)>]
    val mutable Error: LambdaError | null

    [<FSharp.Core.DefaultValue(false)>]
    val mutable MethodBuilder: AsyncTaskMethodBuilder<Result<'T, LambdaError>>

    member Outcome: Result<'T, LambdaError>

/// <summary>The state machine that a <c>lambda { }</c> becomes.</summary>
type LambdaMachine<'T> = ResumableStateMachine<LambdaData<'T>>

/// <summary>A part of one.</summary>
type LambdaCode<'TOverall, 'T> = ResumableCode<LambdaData<'TOverall>, 'T>

/// <summary>What the compiler falls back to where it cannot make a state machine (F# Interactive, code built at run time).</summary>
[<AbstractClass; Sealed; EditorBrowsable(EditorBrowsableState.Never)>]
type Dynamic =

    static member Bind:
        machine: byref<LambdaMachine<'TOverall>> *
        awaiter: IOutcomeAwaiter<'T1> *
        continuation: ('T1 -> LambdaCode<'TOverall, 'T2>) ->
            bool

    static member While:
        machine: byref<LambdaMachine<'TOverall>> * condition: (unit -> bool) * body: LambdaCode<'TOverall, unit> -> bool

    static member Run: code: LambdaCode<'T, 'T> -> Lambda<'T>

/// <summary>The builder of <c>lambda { }</c>. Its methods are the translation of the language's constructs.</summary>
/// <remarks>
/// <para>
/// The whole of a computation becomes one state machine, as with <c>task { }</c>: it runs on the caller's thread until something has to
/// be waited for, and goes on wherever that ended. The first failure is the outcome, and what stands behind it does not run; what
/// is held by <c>use</c>, <c>use!</c> and <c>try/finally</c> is given up on every way out. An exception goes up as in any F# code, through
/// <c>try/with</c>, and ends the task if nobody catches it. Failures are no exceptions: <c>try/with</c> does not see them.
/// </para>
/// <para>Immutable; safe on any thread. The same computation can run any number of times, also at once.</para>
/// </remarks>
[<Sealed>]
type LambdaBuilder =

    internal new: unit -> LambdaBuilder

    member inline Delay: [<InlineIfLambda>] generator: (unit -> LambdaCode<'TOverall, 'T>) -> LambdaCode<'TOverall, 'T>

    [<FSharp.Core.DefaultValue>]
    member inline Zero: unit -> LambdaCode<'TOverall, unit>

    /// <summary><c>return</c>: the computation's value.</summary>
    member inline Return: value: 'T -> LambdaCode<'T, 'T>

    /// <summary>One step after the other. The second does not run where the first has failed.</summary>
    member inline Combine:
        first: LambdaCode<'TOverall, unit> * second: LambdaCode<'TOverall, 'T> -> LambdaCode<'TOverall, 'T>

    /// <summary><c>while</c>, until the condition or a turn of it fails.</summary>
    member inline While:
        [<InlineIfLambda>] condition: (unit -> bool) * body: LambdaCode<'TOverall, unit> -> LambdaCode<'TOverall, unit>

    /// <summary><c>try/with</c>: catches exceptions, also those of tasks that were waited for; a failure passes it by.</summary>
    member inline TryWith:
        body: LambdaCode<'TOverall, 'T> * handler: (exn -> LambdaCode<'TOverall, 'T>) -> LambdaCode<'TOverall, 'T>

    /// <summary><c>try/finally</c>: the compensation runs on every way out.</summary>
    member inline TryFinally:
        body: LambdaCode<'TOverall, 'T> * [<InlineIfLambda>] compensation: (unit -> unit) -> LambdaCode<'TOverall, 'T>

    /// <summary><c>for</c> over a sequence, one turn after the other, until one fails. The sequence is disposed of.</summary>
    member inline For: items: seq<'T> * body: ('T -> LambdaCode<'TOverall, unit>) -> LambdaCode<'TOverall, unit>

    /// <summary><c>let!</c> of what may have to be waited for.</summary>
    member inline Bind:
        source: 'Source * continuation: ('T1 -> LambdaCode<'TOverall, 'T2>) -> LambdaCode<'TOverall, 'T2>
            when 'Source :> ISource<'Awaiter, 'T1>

    /// <summary><c>let!</c> of what is there already.</summary>
    member inline Bind:
        source: ReadySource<'T1> * continuation: ('T1 -> LambdaCode<'TOverall, 'T2>) -> LambdaCode<'TOverall, 'T2>

    /// <summary><c>let!</c> of what is read from the context.</summary>
    member inline Bind:
        source: ReadSource<'T1> * continuation: ('T1 -> LambdaCode<'TOverall, 'T2>) -> LambdaCode<'TOverall, 'T2>

    /// <summary><c>return!</c> of what may have to be waited for.</summary>
    member inline ReturnFrom: source: 'Source -> LambdaCode<'T, 'T> when 'Source :> ISource<'Awaiter, 'T>

    /// <summary><c>return!</c> of what is there already.</summary>
    member inline ReturnFrom: source: ReadySource<'T> -> LambdaCode<'T, 'T>

    /// <summary><c>return!</c> of what is read from the context.</summary>
    member inline ReturnFrom: source: ReadSource<'T> -> LambdaCode<'T, 'T>

    /// <summary><c>and!</c>: both sides start, and both are waited for, also where one fails; the left one's failure comes first.</summary>
    member inline MergeSources: left: IMergeable<'T1> * right: IMergeable<'T2> -> MergedSource<'T1, 'T2>

    /// <summary><c>use</c> and <c>use!</c> of what is disposed of asynchronously; null is left alone.</summary>
    member inline Using:
        resource: 'Resource * body: ('Resource -> LambdaCode<'TOverall, 'T>) -> LambdaCode<'TOverall, 'T>
            when 'Resource :> IAsyncDisposable

    /// <summary>The whole: a function from a context to a task of a result. Nothing runs before it is applied.</summary>
    member inline Run: code: LambdaCode<'T, 'T> -> Lambda<'T>

    /// <summary>What <c>for</c> goes over.</summary>
    member inline Source: items: seq<'T> -> seq<'T>

    /// <summary><c>let!</c> takes a result whose error says how it is reported; map any other (<c>Result.mapError</c>).</summary>
    member inline Source: result: Result<'T, 'Error> -> ReadySource<'T> when 'Error :> LambdaClient.IRuntimeApiError

    /// <summary><c>let!</c> takes a result of the C# client.</summary>
    member inline Source:
        result: LambdaClient.Result<'T, 'Error> -> ReadySource<'T>
            when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null

    /// <summary><c>let!</c> takes what is read from the context, such as <c>Event.json</c>.</summary>
    member inline Source: read: Read<'T> -> ReadSource<'T>

    /// <summary><c>let!</c> takes another <c>lambda { }</c>, which runs on the same context.</summary>
    member inline Source: computation: Lambda<'T> -> LambdaSource<'T>

    /// <summary><c>let!</c> takes a task of a result.</summary>
    member inline Source:
        task: Task<Result<'T, 'Error>> -> TaskResultSource<'T, 'Error> when 'Error :> LambdaClient.IRuntimeApiError

    /// <summary><c>let!</c> takes a value task of a result.</summary>
    member inline Source:
        task: ValueTask<Result<'T, 'Error>> -> ValueTaskResultSource<'T, 'Error>
            when 'Error :> LambdaClient.IRuntimeApiError

    /// <summary><c>let!</c> takes an async computation of a result, which sees the invocation's token.</summary>
    member inline Source:
        computation: Async<Result<'T, 'Error>> -> AsyncResultSource<'T, 'Error>
            when 'Error :> LambdaClient.IRuntimeApiError

    /// <summary><c>let!</c> takes a task of a result of the C# client.</summary>
    member inline Source:
        task: Task<LambdaClient.Result<'T, 'Error>> -> TaskResultSource<'T, LambdaError>
            when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null

    /// <summary><c>let!</c> takes a value task of a result of the C# client.</summary>
    member inline Source:
        task: ValueTask<LambdaClient.Result<'T, 'Error>> -> TaskResultSource<'T, LambdaError>
            when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null

    /// <summary><c>let!</c> takes an async computation of a result of the C# client, which sees the invocation's token.</summary>
    member inline Source:
        computation: Async<LambdaClient.Result<'T, 'Error>> -> AsyncResultSource<'T, LambdaError>
            when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null
