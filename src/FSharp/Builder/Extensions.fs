namespace LambdaClient.FSharp

open System
open System.Threading.Tasks
open FSharp.Core.CompilerServices
open LambdaClient.FSharp.Builder

[<AutoOpen>]
module LastPriority =

    type LambdaBuilder with

        [<CompilerMessage(Sentences.Plain, Sentences.Number, IsError = true)>]
        member _.Source(value: 'T) : ReadySource<'T> = Sentences.refuse value

[<AutoOpen>]
module FunctionPriority =

    type LambdaBuilder with

        [<CompilerMessage(Sentences.Function, Sentences.Number, IsError = true)>]
        member _.Source(incomplete: ('Argument -> 'T)) : ReadySource<'T> = Sentences.refuse incomplete

[<AutoOpen>]
module LowPriority =

    type LambdaBuilder with

        member inline _.Source(task: Task) = UnitTaskSource task

        member inline _.Source(task: ValueTask) = UnitValueTaskSource task

        member inline _.Using
            (resource: 'Resource, body: 'Resource -> LambdaCode<'TOverall, 'T>)
            : LambdaCode<'TOverall, 'T> when 'Resource :> IDisposable =
            ResumableCode.Using(resource, body)

[<AutoOpen>]
module MediumPriority =

    type LambdaBuilder with

        member inline _.Source(task: Task<'T>) = TaskSource<'T> task

        member inline _.Source(task: ValueTask<'T>) = ValueTaskSource<'T> task

        member inline _.Source(computation: Async<'T>) = AsyncSource<'T> computation

[<AutoOpen>]
module RefusedPriority =

    type LambdaBuilder with

        [<CompilerMessage(Sentences.Result, Sentences.Number, IsError = true)>]
        member _.Source(result: Result<'T, 'Error>) : ReadySource<'T> = Sentences.refuse result

        [<CompilerMessage(Sentences.CoreResult, Sentences.Number, IsError = true)>]
        member _.Source(result: LambdaClient.Result<'T, 'Error>) : ReadySource<'T> when 'Error: not null =
            Sentences.refuse result

        [<CompilerMessage(Sentences.TaskResult, Sentences.Number, IsError = true)>]
        member _.Source(task: Task<Result<'T, 'Error>>) : ReadySource<'T> = Sentences.refuse task

        [<CompilerMessage(Sentences.CoreTaskResult, Sentences.Number, IsError = true)>]
        member _.Source(task: Task<LambdaClient.Result<'T, 'Error>>) : ReadySource<'T> when 'Error: not null =
            Sentences.refuse task

        [<CompilerMessage(Sentences.ValueTaskResult, Sentences.Number, IsError = true)>]
        member _.Source(task: ValueTask<Result<'T, 'Error>>) : ReadySource<'T> = Sentences.refuse task

        [<CompilerMessage(Sentences.CoreTaskResult, Sentences.Number, IsError = true)>]
        member _.Source(task: ValueTask<LambdaClient.Result<'T, 'Error>>) : ReadySource<'T> when 'Error: not null =
            Sentences.refuse task

        [<CompilerMessage(Sentences.AsyncResult, Sentences.Number, IsError = true)>]
        member _.Source(computation: Async<Result<'T, 'Error>>) : ReadySource<'T> = Sentences.refuse computation

        [<CompilerMessage(Sentences.CoreTaskResult, Sentences.Number, IsError = true)>]
        member _.Source(computation: Async<LambdaClient.Result<'T, 'Error>>) : ReadySource<'T> when 'Error: not null =
            Sentences.refuse computation

        [<CompilerMessage(Sentences.Option, Sentences.Number, IsError = true)>]
        member _.Source(option: 'T option) : ReadySource<'T> = Sentences.refuse option

        [<CompilerMessage(Sentences.ValueOption, Sentences.Number, IsError = true)>]
        member _.Source(option: 'T voption) : ReadySource<'T> = Sentences.refuse option

        [<CompilerMessage(Sentences.Reader, Sentences.Number, IsError = true)>]
        member _.Source(computation: (LambdaContext -> Task<Result<'T, 'Error>>)) : ReadySource<'T> =
            Sentences.refuse computation

        [<CompilerMessage(Sentences.Reader, Sentences.Number, IsError = true)>]
        member _.Source(read: (LambdaContext -> Result<'T, 'Error>)) : ReadySource<'T> = Sentences.refuse read

        [<CompilerMessage(Sentences.Sequence, Sentences.Number, IsError = true)>]
        member inline _.Bind
            (source: seq<'T1>, continuation: 'T1 -> LambdaCode<'TOverall, 'T2>)
            : LambdaCode<'TOverall, 'T2> =
            LambdaCode<'TOverall, 'T2>(fun machine -> (continuation (Sentences.refuse source)).Invoke(&machine))

        [<CompilerMessage(Sentences.Sequence, Sentences.Number, IsError = true)>]
        member inline _.ReturnFrom(source: seq<'T>) : LambdaCode<'T, 'T> =
            LambdaCode<'T, 'T>(fun _ -> Sentences.refuse source)

[<AutoOpen>]
module LambdaBuilders =

    let lambda = LambdaBuilder()
