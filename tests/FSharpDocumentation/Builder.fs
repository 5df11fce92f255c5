/// docs/fsharp/builder.md
module LambdaClient.FSharp.Documentation.Tests.Builder

open System
open System.Collections.Generic
open System.Threading.Tasks
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open Xunit

let greeting: Lambda<string> =
    lambda {
        let! name = Event.json<string>
        return $"Hello, {name}"
    }

let byHand: Lambda<string> =
    fun context ->
        task {
            match Event.json<string> context with
            | Error error -> return Error error
            | Ok name -> return Ok $"Hello, {name}"
        }

let private outcomeOf (computation: Lambda<string>) json =
    computation |> Lambda.bind (Respond.text >> Lambda.ofRead) |> answer json

[<Fact>]
let ``a computation is a function to a task of a result`` () =
    for json in [ "\"Ann\""; "7" ] do
        Assert.Equal(outcomeOf byHand json, outcomeOf greeting json)

    Assert.Equal("Hello, Ann", outcomeOf greeting "\"Ann\"")

let guarded (trace: string -> unit) =
    lambda {
        use _ =
            { new IDisposable with
                member _.Dispose() = trace "disposed"
            }

        try
            try
                do! Lambda.fail "Refused" "no"
                trace "not reached"
            with _ ->
                trace "not seen"
        finally
            trace "finally"
    }

[<Fact>]
let ``a failure runs finally and use, and with does not see it`` () =
    let seen = List<string>()

    let outcome =
        answer "{}" (guarded seen.Add |> Lambda.bind (fun () -> Lambda.ofRead (Respond.text "")))

    Assert.Equal("Refused: no", outcome)
    Assert.Equal<string>([ "finally"; "disposed" ], seen)

let sides (first: Task<int>) (second: Lambda<int>) =
    lambda {
        let! a = first
        and! b = second
        return a + b
    }

[<Fact>]
let ``the right side of and! is begun while the left one waits, and both have ended`` () =
    let left = TaskCompletionSource<int>()

    let right =
        lambda {
            left.SetException(InvalidOperationException "left")
            return 2
        }

    let failed = sides left.Task right (LambdaClient.Testing.Received.Context "{}")

    let raised =
        Assert.Throws<AggregateException>(fun () -> failed.Wait 30_000 |> ignore)

    Assert.Equal("left", raised.InnerException.Message)

[<Fact>]
let ``each application runs anew`` () =
    let mutable runs = 0

    let counted =
        lambda {
            runs <- runs + 1
            return string runs
        }

    Assert.Equal(0, runs)
    Assert.Equal("1", outcomeOf counted "{}")
    Assert.Equal("2", outcomeOf counted "{}")
