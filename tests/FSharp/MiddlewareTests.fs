/// Handlers around handlers.
module LambdaClient.FSharp.Tests.MiddlewareTests

open System
open System.Collections.Generic
open global.Xunit
open LambdaClient.FSharp
open LambdaClient.FSharp.Tests.Contexts

let private answer text : Handler = lambda { return! Respond.text text }

let private refuse: Handler = lambda { return! Lambda.fail "Refused" "no" }
let private broken: Handler = lambda { return failwith "broken" }

let private said context (handler: Handler) =
    match see context handler with
    | Value response -> textOf response
    | Failed(errorType, _) -> errorType
    | Raised message -> "raised " + message
    | Cancelled -> "cancelled"

[<Fact>]
let ``timing reports every outcome once`` () =
    let reports = List<bool>()

    let timed =
        Middleware.timing (fun _ elapsed succeeded ->
            Assert.True(elapsed >= TimeSpan.Zero)
            reports.Add succeeded)

    Assert.Equal("yes", said (contextOf "") (timed (answer "yes")))
    Assert.Equal("Refused", said (contextOf "") (timed refuse))
    Assert.Equal("raised broken", said (contextOf "") (timed broken))
    Assert.Equal<bool list>([ true; false; false ], List.ofSeq reports)

[<Fact>]
let ``validation runs before the handler, which an invalid event does not reach`` () =
    let notEmpty =
        lambda {
            let! text = Event.text

            if text = "" then
                do! Lambda.fail "Empty" "the event is empty"
        }

    Assert.Equal("yes", said (contextOf "x") (answer "yes" |> Middleware.validate notEmpty))
    Assert.Equal("Empty", said (contextOf "") (broken |> Middleware.validate notEmpty))

[<Fact>]
let ``catch makes an exception a failure, and recover answers in its place`` () =
    let recovered =
        broken
        |> Middleware.catch
        |> Middleware.recover (fun error -> answer (LambdaError.toFunctionError error).Message)

    Assert.Equal("System.Exception", said (contextOf "") (broken |> Middleware.catch))
    Assert.Equal("broken", said (contextOf "") recovered)
    Assert.Equal("yes", said (contextOf "") (answer "yes" |> Middleware.recover (fun _ -> answer "no")))

[<Fact>]
let ``an event that comes again is answered as before, a failed one is handled again`` () =
    let mutable runs = 0

    let counted =
        lambda {
            runs <- runs + 1
            let! text = Event.text

            if text = "bad" then
                return! Lambda.fail "Bad" ""
            else
                return! Respond.text $"run {runs}"
        }

    let key =
        lambda {
            let! text = Event.text
            return if text = "" then None else Some text
        }

    let handler = counted |> Middleware.idempotent (IdempotencyStore.inMemory 2) key
    let says text = said (contextOf text) handler

    Assert.Equal("run 1", says "a")
    Assert.Equal("run 1", says "a")
    Assert.Equal("Bad", says "bad")
    Assert.Equal("Bad", says "bad")
    Assert.Equal("run 4", says "")
    Assert.Equal("run 5", says "")
    Assert.Equal("run 6", says "b")
    Assert.Equal("run 7", says "c")
    // Two answers are kept, so the first one went.
    Assert.Equal("run 6", says "b")
    Assert.Equal("run 8", says "a")

[<Fact>]
let ``the last middleware of a pipeline is the outermost`` () =
    let order = List<string>()

    let named name : Middleware =
        fun handler ->
            lambda {
                order.Add name
                return! handler
            }

    said (contextOf "") (answer "yes" |> named "inner" |> named "outer") |> ignore
    Assert.Equal<string list>([ "outer"; "inner" ], List.ofSeq order)
