namespace LambdaClient.FSharp

open System
open System.Threading.Tasks
open LambdaClient.FSharp.Builder

// A method of the builder itself goes before an extension, and a later extension before an earlier one: so a task of a result
// is taken as such, any other task as one of a value, and only what is neither as a task without a value.

/// <summary>Opened with the namespace.</summary>
[<AutoOpen>]
module LastPriority =

    type LambdaBuilder with

        /// <summary>Refuses a value, for which let is enough.</summary>
        [<CompilerMessage(Sentences.Plain, Sentences.Number, IsError = true)>]
        member Source: value: 'T -> ReadySource<'T>

/// <summary>Opened with the namespace.</summary>
[<AutoOpen>]
module FunctionPriority =

    type LambdaBuilder with

        /// <summary>Refuses a function that lacks an argument.</summary>
        [<CompilerMessage(Sentences.Function, Sentences.Number, IsError = true)>]
        member Source: incomplete: ('Argument -> 'T) -> ReadySource<'T>

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
module RefusedPriority =

    type LambdaBuilder with

        /// <summary>Refuses a result whose error nobody could report.</summary>
        [<CompilerMessage(Sentences.Result, Sentences.Number, IsError = true)>]
        member Source: result: Result<'T, 'Error> -> ReadySource<'T>

        /// <summary>Refuses such a result of the C# client.</summary>
        [<CompilerMessage(Sentences.CoreResult, Sentences.Number, IsError = true)>]
        member Source: result: LambdaClient.Result<'T, 'Error> -> ReadySource<'T> when 'Error: not null

        /// <summary>Refuses a task of such a result.</summary>
        [<CompilerMessage(Sentences.TaskResult, Sentences.Number, IsError = true)>]
        member Source: task: Task<Result<'T, 'Error>> -> ReadySource<'T>

        /// <summary>Refuses a task of such a result of the C# client.</summary>
        [<CompilerMessage(Sentences.CoreTaskResult, Sentences.Number, IsError = true)>]
        member Source: task: Task<LambdaClient.Result<'T, 'Error>> -> ReadySource<'T> when 'Error: not null

        /// <summary>Refuses a value task of such a result.</summary>
        [<CompilerMessage(Sentences.ValueTaskResult, Sentences.Number, IsError = true)>]
        member Source: task: ValueTask<Result<'T, 'Error>> -> ReadySource<'T>

        /// <summary>Refuses a value task of such a result of the C# client.</summary>
        [<CompilerMessage(Sentences.CoreTaskResult, Sentences.Number, IsError = true)>]
        member Source: task: ValueTask<LambdaClient.Result<'T, 'Error>> -> ReadySource<'T> when 'Error: not null

        /// <summary>Refuses an async computation of such a result.</summary>
        [<CompilerMessage(Sentences.AsyncResult, Sentences.Number, IsError = true)>]
        member Source: computation: Async<Result<'T, 'Error>> -> ReadySource<'T>

        /// <summary>Refuses an async computation of such a result of the C# client.</summary>
        [<CompilerMessage(Sentences.CoreTaskResult, Sentences.Number, IsError = true)>]
        member Source: computation: Async<LambdaClient.Result<'T, 'Error>> -> ReadySource<'T> when 'Error: not null

        /// <summary>Refuses an option, which has no failure.</summary>
        [<CompilerMessage(Sentences.Option, Sentences.Number, IsError = true)>]
        member Source: option: 'T option -> ReadySource<'T>

        /// <summary>Refuses a value option, which has no failure.</summary>
        [<CompilerMessage(Sentences.ValueOption, Sentences.Number, IsError = true)>]
        member Source: option: 'T voption -> ReadySource<'T>

        /// <summary>Refuses a function of the context whose error nobody could report.</summary>
        [<CompilerMessage(Sentences.Reader, Sentences.Number, IsError = true)>]
        member Source: computation: (LambdaContext -> Task<Result<'T, 'Error>>) -> ReadySource<'T>

        /// <summary>Refuses a function of the context whose error nobody could report.</summary>
        [<CompilerMessage(Sentences.Reader, Sentences.Number, IsError = true)>]
        member Source: read: (LambdaContext -> Result<'T, 'Error>) -> ReadySource<'T>

        /// <summary>Refuses a sequence, over which <c>for</c> goes.</summary>
        [<CompilerMessage(Sentences.Sequence, Sentences.Number, IsError = true)>]
        member inline Bind:
            source: seq<'T1> * continuation: ('T1 -> LambdaCode<'TOverall, 'T2>) -> LambdaCode<'TOverall, 'T2>

        /// <summary>Refuses a sequence, over which <c>for</c> goes.</summary>
        [<CompilerMessage(Sentences.Sequence, Sentences.Number, IsError = true)>]
        member inline ReturnFrom: source: seq<'T> -> LambdaCode<'T, 'T>

/// <summary>Opened with the namespace.</summary>
[<AutoOpen>]
module LambdaBuilders =

    /// <summary>Makes a computation over an invocation; <c>docs/fsharp/builder.md</c> explains it.</summary>
    val lambda: LambdaBuilder
