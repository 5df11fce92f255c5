namespace LambdaClient.FSharp

open System
open System.Threading.Tasks
open FSharp.Core.CompilerServices
open LambdaClient.FSharp.Builder

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
module LambdaBuilders =

    let lambda = LambdaBuilder()
