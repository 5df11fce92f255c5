namespace LambdaClient.FSharp

open System
open System.Threading.Tasks
open FSharp.Core.CompilerServices
open LambdaClient.FSharp.Builder

// A method of the builder itself goes before an extension, and a later extension before an earlier one: so a task of a result
// is taken as such, any other task as one of a value, and only what is neither as a task without a value.

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

    /// <summary>Makes a computation over an invocation; <c>docs/fsharp/README.md</c> explains it.</summary>
    let lambda = LambdaBuilder()
