namespace LambdaClient.FSharp.Builder

open System.ComponentModel

/// What the compiler says about a source that `let!` does not take.
[<RequireQualifiedAccess; EditorBrowsable(EditorBrowsableState.Never)>]
module Sentences =

    /// The compiler leaves numbers from 10000 on to libraries.
    [<Literal>]
    let Number = 10900

    [<Literal>]
    let private Why =
        "this error type does not implement IRuntimeApiError, so its failures would be lost: "

    [<Literal>]
    let Result =
        Why
        + "map it with Result.mapError (LambdaError.create \"MyError\"), or implement IRuntimeApiError on it"

    [<Literal>]
    let CoreResult =
        Why
        + "map it with .MapError(LambdaError.create \"MyError\"), or implement IRuntimeApiError on it"

    [<Literal>]
    let TaskResult =
        Why
        + "map it with Lambda.ofTaskResult (LambdaError.create \"MyError\"), or implement IRuntimeApiError on it, or take the result as a value with Lambda.ofTask"

    [<Literal>]
    let ValueTaskResult =
        Why
        + "call AsTask() and map it with Lambda.ofTaskResult (LambdaError.create \"MyError\"), or implement IRuntimeApiError on it, or take the result as a value with Lambda.ofTask"

    [<Literal>]
    let AsyncResult =
        Why
        + "map it with Lambda.ofAsyncResult (LambdaError.create \"MyError\"), or implement IRuntimeApiError on it, or take the result as a value with Lambda.ofAsync"

    [<Literal>]
    let CoreTaskResult =
        Why
        + "map it with MapError in the task, or implement IRuntimeApiError on it, or take the result as a value with Lambda.ofTask"

    [<Literal>]
    let Reader =
        Why
        + "map the result with Result.mapError (LambdaError.create \"MyError\"), so that the function is a Read or a Lambda"

    [<Literal>]
    let Option =
        "an option does not say why there is no value: write Option.orFail \"NotFound\" \"There is no such item\" behind it, or match it"

    [<Literal>]
    let ValueOption =
        "a value option does not say why there is no value: write ValueOption.orFail \"NotFound\" \"There is no such item\" behind it, or match it"

    [<Literal>]
    let Function =
        "this is a function that still waits for an argument, so nothing would run: give it all its arguments"

    [<Literal>]
    let Plain =
        "this is not something to wait for: write let instead of let!, and return instead of return!"

    [<Literal>]
    let Sequence =
        "this is a sequence: go over it with for, or write let instead of let! to have it as a value"

    /// Never called: the compiler refuses each call.
    let refuse (_: 'Source) : 'T = invalidOp Plain
