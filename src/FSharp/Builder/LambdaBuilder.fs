namespace LambdaClient.FSharp.Builder

open System
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Threading.Tasks
open FSharp.Core.CompilerServices
open FSharp.Core.CompilerServices.StateMachineHelpers
open LambdaClient.FSharp

// Resumable code made of other resumable code, which is what a builder is.
#nowarn "3513"

// Resumable code, as task { } is made of it: each builder method is inlined, and the compiler turns the whole of a
// lambda { } into one state machine.

[<Struct; NoEquality; NoComparison>]
type LambdaData<'T> =

    [<FSharp.Core.DefaultValue(false)>]
    val mutable Context: LambdaContext

    [<FSharp.Core.DefaultValue(false)>]
    val mutable Value: 'T

    [<FSharp.Core.DefaultValue(false)>]
    val mutable Error: LambdaError | null

    [<FSharp.Core.DefaultValue(false)>]
    val mutable MethodBuilder: AsyncTaskMethodBuilder<Result<'T, LambdaError>>

    member this.Outcome: Result<'T, LambdaError> =
        match this.Error with
        | null -> Ok this.Value
        | error -> Error error

type LambdaMachine<'T> = ResumableStateMachine<LambdaData<'T>>

type LambdaCode<'TOverall, 'T> = ResumableCode<LambdaData<'TOverall>, 'T>

type internal LambdaResumption<'T> = ResumptionFunc<LambdaData<'T>>

[<AbstractClass; Sealed>]
type Dynamic =

    static member Bind
        (
            machine: byref<LambdaMachine<'TOverall>>,
            awaiter: IOutcomeAwaiter<'T1>,
            continuation: 'T1 -> LambdaCode<'TOverall, 'T2>
        ) : bool =
        let resume =
            LambdaResumption<'TOverall>(fun machine ->
                match awaiter.GetOutcome() with
                | Ok value -> (continuation value).Invoke(&machine)
                | Error error ->
                    machine.Data.Error <- error
                    true)

        if awaiter.IsCompleted then
            resume.Invoke(&machine)
        else
            machine.ResumptionDynamicInfo.ResumptionData <- (awaiter :> ICriticalNotifyCompletion)
            machine.ResumptionDynamicInfo.ResumptionFunc <- resume
            false

    static member While
        (machine: byref<LambdaMachine<'TOverall>>, condition: unit -> bool, body: LambdaCode<'TOverall, unit>)
        : bool =
        let mutable goesOn = true

        while goesOn && isNull machine.Data.Error && condition () do
            goesOn <- body.Invoke(&machine)

        if not goesOn then
            Dynamic.ResumeInBody(&machine, condition, body)

        goesOn

    static member private ResumeInBody
        (machine: byref<LambdaMachine<'TOverall>>, condition: unit -> bool, body: LambdaCode<'TOverall, unit>)
        =
        let inBody = machine.ResumptionDynamicInfo.ResumptionFunc

        machine.ResumptionDynamicInfo.ResumptionFunc <-
            LambdaResumption<'TOverall>(fun machine ->
                if inBody.Invoke(&machine) then
                    Dynamic.While(&machine, condition, body)
                else
                    Dynamic.ResumeInBody(&machine, condition, body)
                    false)

    static member Run(code: LambdaCode<'T, 'T>) : Lambda<'T> =
        fun context ->
            let mutable machine = LambdaMachine<'T>()

            machine.ResumptionDynamicInfo <-
                { new ResumptionDynamicInfo<LambdaData<'T>>(LambdaResumption<'T>(fun machine -> code.Invoke(&machine))) with
                    member info.MoveNext machine =
                        let mutable raised = ValueNone

                        try
                            info.ResumptionData <- null

                            if info.ResumptionFunc.Invoke(&machine) then
                                machine.Data.MethodBuilder.SetResult machine.Data.Outcome
                            else
                                let mutable awaiter =
                                    Unchecked.nonNull info.ResumptionData :?> ICriticalNotifyCompletion

                                machine.Data.MethodBuilder.AwaitUnsafeOnCompleted(&awaiter, &machine)
                        with e ->
                            raised <- ValueSome e

                        match raised with
                        | ValueSome e -> machine.Data.MethodBuilder.SetException e
                        | ValueNone -> ()

                    member _.SetStateMachine(machine, state) =
                        machine.Data.MethodBuilder.SetStateMachine state
                }

            machine.Data.Context <- context
            machine.Data.MethodBuilder <- AsyncTaskMethodBuilder<_>.Create()
            machine.Data.MethodBuilder.Start(&machine)
            machine.Data.MethodBuilder.Task

[<Sealed>]
type LambdaBuilder internal () =

    member inline _.Delay([<InlineIfLambda>] generator: unit -> LambdaCode<'TOverall, 'T>) : LambdaCode<'TOverall, 'T> =
        LambdaCode<'TOverall, 'T>(fun machine -> (generator ()).Invoke(&machine))

    [<FSharp.Core.DefaultValue>]
    member inline _.Zero() : LambdaCode<'TOverall, unit> = ResumableCode.Zero()

    member inline _.Return(value: 'T) : LambdaCode<'T, 'T> =
        LambdaCode<'T, 'T>(fun machine ->
            machine.Data.Value <- value
            true)

    member inline _.Combine
        (first: LambdaCode<'TOverall, unit>, second: LambdaCode<'TOverall, 'T>)
        : LambdaCode<'TOverall, 'T> =
        ResumableCode.Combine(
            first,
            LambdaCode<'TOverall, 'T>(fun machine ->
                if isNull machine.Data.Error then
                    second.Invoke(&machine)
                else
                    true)
        )

    member inline _.While
        ([<InlineIfLambda>] condition: unit -> bool, body: LambdaCode<'TOverall, unit>)
        : LambdaCode<'TOverall, unit> =
        LambdaCode<'TOverall, unit>(fun machine ->
            if __useResumableCode then
                // Names that begin with __stack are the compiler's word for what does not outlive a suspension.
                let mutable __stack_goesOn = true

                while __stack_goesOn && isNull machine.Data.Error && condition () do
                    let __stack_bodyEnded = body.Invoke(&machine)
                    __stack_goesOn <- __stack_bodyEnded

                __stack_goesOn
            else
                Dynamic.While(&machine, condition, body))

    member inline _.TryWith
        (body: LambdaCode<'TOverall, 'T>, handler: exn -> LambdaCode<'TOverall, 'T>)
        : LambdaCode<'TOverall, 'T> =
        ResumableCode.TryWith(body, handler)

    member inline _.TryFinally
        (body: LambdaCode<'TOverall, 'T>, [<InlineIfLambda>] compensation: unit -> unit)
        : LambdaCode<'TOverall, 'T> =
        ResumableCode.TryFinally(
            body,
            ResumableCode<_, _>(fun _ ->
                compensation ()
                true)
        )

    member inline this.For(items: seq<'T>, body: 'T -> LambdaCode<'TOverall, unit>) : LambdaCode<'TOverall, unit> =
        ResumableCode.Using(
            items.GetEnumerator(),
            fun enumerator ->
                this.While(
                    (fun () -> enumerator.MoveNext()),
                    LambdaCode<'TOverall, unit>(fun machine -> (body enumerator.Current).Invoke(&machine))
                )
        )

    // The continuation is not inlined by itself, because it stands here twice: with each step, the code would double.
    member inline _.Bind
        (source: 'Source, continuation: 'T1 -> LambdaCode<'TOverall, 'T2>)
        : LambdaCode<'TOverall, 'T2> when 'Source :> ISource<'Awaiter, 'T1> =
        LambdaCode<'TOverall, 'T2>(fun machine ->
            if __useResumableCode then
                let mutable awaiter = source.Open machine.Data.Context
                let mutable __stack_ended = true

                if not awaiter.IsCompleted then
                    let __stack_resumed = ResumableCode.Yield().Invoke(&machine)
                    __stack_ended <- __stack_resumed

                if __stack_ended then
                    match awaiter.GetOutcome() with
                    | Ok value -> (continuation value).Invoke(&machine)
                    | Error error ->
                        machine.Data.Error <- error
                        true
                else
                    awaiter.Await(&machine.Data.MethodBuilder, &machine)
                    false
            else
                Dynamic.Bind(&machine, source.Open machine.Data.Context, continuation))

    member inline _.Bind
        (source: ReadySource<'T1>, continuation: 'T1 -> LambdaCode<'TOverall, 'T2>)
        : LambdaCode<'TOverall, 'T2> =
        LambdaCode<'TOverall, 'T2>(fun machine ->
            match source.Outcome with
            | Ok value -> (continuation value).Invoke(&machine)
            | Error error ->
                machine.Data.Error <- error
                true)

    member inline _.Bind
        (source: ReadSource<'T1>, continuation: 'T1 -> LambdaCode<'TOverall, 'T2>)
        : LambdaCode<'TOverall, 'T2> =
        LambdaCode<'TOverall, 'T2>(fun machine ->
            match source.Outcome machine.Data.Context with
            | Ok value -> (continuation value).Invoke(&machine)
            | Error error ->
                machine.Data.Error <- error
                true)

    member inline this.ReturnFrom(source: 'Source) : LambdaCode<'T, 'T> when 'Source :> ISource<'Awaiter, 'T> =
        this.Bind(source, (fun value -> this.Return value))

    member inline this.ReturnFrom(source: ReadySource<'T>) : LambdaCode<'T, 'T> =
        this.Bind(source, (fun value -> this.Return value))

    member inline this.ReturnFrom(source: ReadSource<'T>) : LambdaCode<'T, 'T> =
        this.Bind(source, (fun value -> this.Return value))

    member inline _.MergeSources(left: IMergeable<'T1>, right: IMergeable<'T2>) = MergedSource<'T1, 'T2>(left, right)

    member inline this.Using
        (resource: 'Resource, body: 'Resource -> LambdaCode<'TOverall, 'T>)
        : LambdaCode<'TOverall, 'T> when 'Resource :> IAsyncDisposable =
        ResumableCode.TryFinallyAsync(
            LambdaCode<'TOverall, 'T>(fun machine -> (body resource).Invoke(&machine)),
            LambdaCode<'TOverall, unit>(fun machine ->
                if isNull (box resource) then
                    true
                else
                    this.Bind(UnitValueTaskSource(resource.DisposeAsync()), (fun () -> this.Zero())).Invoke(&machine))
        )

    member inline _.Run(code: LambdaCode<'T, 'T>) : Lambda<'T> =
        if __useResumableCode then
            __stateMachine<LambdaData<'T>, Lambda<'T>>
                (MoveNextMethodImpl<_>(fun machine ->
                    __resumeAt machine.ResumptionPoint
                    let mutable __stack_raised: exn voption = ValueNone

                    try
                        let __stack_ended = code.Invoke(&machine)

                        if __stack_ended then
                            machine.Data.MethodBuilder.SetResult machine.Data.Outcome
                    with e ->
                        __stack_raised <- ValueSome e

                    // Outside the handler, because SetException may run the continuation at once.
                    match __stack_raised with
                    | ValueSome e -> machine.Data.MethodBuilder.SetException e
                    | ValueNone -> ()))
                (SetStateMachineMethodImpl<_>(fun machine state -> machine.Data.MethodBuilder.SetStateMachine state))
                (AfterCode<_, Lambda<'T>>(fun machine ->
                    let unstarted = machine

                    fun context ->
                        let mutable machine = unstarted
                        machine.Data.Context <- context
                        machine.Data.MethodBuilder <- AsyncTaskMethodBuilder<_>.Create()
                        machine.Data.MethodBuilder.Start(&machine)
                        machine.Data.MethodBuilder.Task))
        else
            Dynamic.Run code

    member inline _.Source(items: seq<'T>) : seq<'T> = items

    member inline _.Source(result: Result<'T, 'Error>) : ReadySource<'T> when 'Error :> LambdaClient.IRuntimeApiError =
        ReadySource(Outcome.ofResult result)

    member inline _.Source
        (result: LambdaClient.Result<'T, 'Error>)
        : ReadySource<'T> when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null =
        ReadySource(Outcome.ofCore result)

    member inline _.Source(read: Read<'T>) = ReadSource<'T> read

    member inline _.Source(computation: Lambda<'T>) = LambdaSource<'T> computation

    member inline _.Source(task: Task<Result<'T, 'Error>>) = TaskResultSource<'T, 'Error> task

    member inline _.Source(task: ValueTask<Result<'T, 'Error>>) = ValueTaskResultSource<'T, 'Error> task

    member inline _.Source(computation: Async<Result<'T, 'Error>>) =
        AsyncResultSource<'T, 'Error> computation

    member inline _.Source
        (task: Task<LambdaClient.Result<'T, 'Error>>)
        : TaskResultSource<'T, LambdaError> when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null =
        TaskResultSource(Outcome.ofCoreTask task)

    member inline _.Source
        (task: ValueTask<LambdaClient.Result<'T, 'Error>>)
        : TaskResultSource<'T, LambdaError> when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null =
        TaskResultSource(Outcome.ofCoreTask (task.AsTask()))

    member inline _.Source
        (computation: Async<LambdaClient.Result<'T, 'Error>>)
        : AsyncResultSource<'T, LambdaError> when 'Error :> LambdaClient.IRuntimeApiError and 'Error: not null =
        AsyncResultSource(Outcome.ofCoreAsync computation)
