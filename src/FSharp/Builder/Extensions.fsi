namespace LambdaClient.FSharp

open System
open System.Threading.Tasks
open LambdaClient.FSharp.Builder

// A method of the builder itself goes before an extension, and a later extension before an earlier one: so a task of a result
// is taken as such, any other task as one of a value, and only what is neither as a task without a value.

/// <summary>Opened with the namespace.</summary>
[<AutoOpen>]
module LowPriority =

    type LambdaBuilder with

        /// <summary><c>do!</c> takes a task without a value.</summary>
        member inline Source: task: Task -> UnitTaskSource

        /// <summary><c>do!</c> takes a value task without a value.</summary>
        member inline Source: task: ValueTask -> UnitValueTaskSource

        /// <summary><c>use</c> and <c>use!</c> of what is disposed of at once; null is left alone.</summary>
        member inline Using:
            resource: 'Resource * body: ('Resource -> LambdaCode<'TOverall, 'T>) -> LambdaCode<'TOverall, 'T>
                when 'Resource :> IDisposable

/// <summary>Opened with the namespace.</summary>
[<AutoOpen>]
module MediumPriority =

    type LambdaBuilder with

        /// <summary><c>let!</c> takes a task.</summary>
        member inline Source: task: Task<'T> -> TaskSource<'T>

        /// <summary><c>let!</c> takes a value task.</summary>
        member inline Source: task: ValueTask<'T> -> ValueTaskSource<'T>

        /// <summary><c>let!</c> takes an async computation, which sees the invocation's token.</summary>
        member inline Source: computation: Async<'T> -> AsyncSource<'T>

/// <summary>Opened with the namespace.</summary>
[<AutoOpen>]
module LambdaBuilders =

    /// <summary>Makes a computation over an invocation; <c>docs/fsharp/builder.md</c> explains it.</summary>
    val lambda: LambdaBuilder
