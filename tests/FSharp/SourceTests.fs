/// What `let!` takes.
module LambdaClient.FSharp.Tests.SourceTests

open System
open System.Text
open System.Threading
open System.Threading.Tasks
open global.Xunit
open LambdaClient
open LambdaClient.FSharp
open LambdaClient.FSharp.Tests.Contexts

type DomainError =
    | OutOfStock of item: string

    interface IRuntimeApiError with
        member this.ToResponse() =
            match this with
            | OutOfStock item -> FunctionError("OutOfStock", $"There is no {item}")

let private gives expected (computation: Lambda<'T>) =
    Assert.Equal(Value expected, see (contextOf "{}") computation)

let private fails expected (computation: Lambda<'T>) =
    Assert.Equal(Failed expected, see (contextOf "{}") computation)

[<Fact>]
let ``values of every kind`` () =
    gives
        (List.replicate 14 1)
        (lambda {
            let! a = (Ok 1: Result<int, LambdaError>)
            let! b = LambdaClient.Result<int, FunctionError>.Ok 1
            let! c = Some 1 |> Option.orFail "None" "none"
            let! d = ValueSome 1 |> ValueOption.orFail "None" "none"
            let! e = Task.FromResult 1
            let! f = later 1
            let! g = later (Ok 1: Result<int, DomainError>)
            let! h = ValueTask<int> 1
            let! i = ValueTask<Result<int, LambdaError>>(Ok 1)
            let! j = ValueTask<int>(later 1)
            let! k = async { return 1 }
            let! l = async { return (Ok 1: Result<int, LambdaError>) }
            let! m = lambda { return 1 }
            let! n = (fun (_: LambdaContext) -> (Ok 1: Result<int, LambdaError>))
            do! Task.CompletedTask
            do! (later () :> Task)
            do! ValueTask()
            do! ValueTask(later () :> Task)
            do! Async.Sleep 1
            do! Task.Yield() |> fun _ -> Task.CompletedTask
            return [ a; b; c; d; e; f; g; h; i; j; k; l; m; n ]
        })

let private report = "OutOfStock", "There is no tea"
let private failure: Result<int, DomainError> = Error(OutOfStock "tea")

[<Fact>]
let ``failures of every kind end the computation with their own report`` () =
    let never () : int = failwith "it went on"

    fails
        report
        (lambda {
            let! _ = failure
            return never ()
        })

    fails
        report
        (lambda {
            let! _ = later failure
            return never ()
        })

    fails
        report
        (lambda {
            let! _ = Task.FromResult failure
            return never ()
        })

    fails
        report
        (lambda {
            let! _ = ValueTask<Result<int, DomainError>>(later failure)
            return never ()
        })

    fails
        report
        (lambda {
            let! _ = async { return failure }
            return never ()
        })

    fails
        report
        (lambda {
            let! _ = lambda { return! failure }
            return never ()
        })

    fails
        report
        (lambda {
            let! _ = LambdaClient.Result<int, DomainError>.Error(OutOfStock "tea")
            return never ()
        })

    fails
        ("NotFound", "no such user")
        (lambda {
            let! _ = (None: int option) |> Option.orFail "NotFound" "no such user"
            return never ()
        })

    fails
        ("NotFound", "no such user")
        (lambda {
            let! _ = (ValueNone: int voption) |> ValueOption.orFail "NotFound" "no such user"
            return never ()
        })

[<Fact>]
let ``results of the C# client in tasks end the computation too`` () =
    let core: LambdaClient.Result<int, DomainError> =
        LambdaClient.Result<int, DomainError>.Error(OutOfStock "tea")

    let sources: Lambda<int> list =
        [
            lambda { return! later core }
            lambda { return! ValueTask<LambdaClient.Result<int, DomainError>>(later core) }
            lambda { return! async { return core } }
        ]

    for source in sources do
        fails report source

    gives
        3
        (lambda {
            let! a = later (LambdaClient.Result<int, DomainError>.Ok 1)
            let! b = ValueTask<_>(LambdaClient.Result<int, DomainError>.Ok 1)
            let! c = async { return LambdaClient.Result<int, DomainError>.Ok 1 }
            return a + b + c
        })

[<Fact>]
let ``a result with any error is mapped, or taken as a value`` () =
    let refused: Result<int, string> = Error "no"
    let mapped = "Refused", "no"
    fails mapped (later refused |> Lambda.ofTaskResult (LambdaError.create "Refused"))
    fails mapped (async { return refused } |> Lambda.ofAsyncResult (LambdaError.create "Refused"))
    gives refused (later refused |> Lambda.ofTask)
    gives refused (async { return refused } |> Lambda.ofAsync)

    gives
        1
        (later (Ok 1: Result<int, string>)
         |> Lambda.ofTaskResult (LambdaError.create "Refused"))

[<Fact>]
let ``an async computation that is mapped starts anew each time, with the token of the invocation`` () =
    use source = new CancellationTokenSource()
    let seen = Collections.Generic.List<CancellationToken>()

    let look =
        async {
            let! token = Async.CancellationToken
            seen.Add token
        }

    let lookResult: Async<Result<unit, string>> =
        async {
            do! look
            return Ok()
        }

    let context = contextWith source.Token ""

    for computation in
        [
            Lambda.ofAsync look
            Lambda.ofAsyncResult (LambdaError.create "E") lookResult
        ] do
        Assert.Equal(Value(), see context computation)
        Assert.Equal(Value(), see context computation)

    Assert.Equal<CancellationToken>(List.replicate 4 source.Token, seen)

[<Fact>]
let ``match! and return! take what let! takes`` () =
    gives
        "found 3"
        (lambda {
            match! later (Ok(Some 3): Result<int option, DomainError>) with
            | Some n -> return! async { return $"found {n}" }
            | None -> return! Task.FromResult "nothing"
        })

[<Fact>]
let ``and! runs both sides before it goes on, and the left failure is told`` () =
    let left = TaskCompletionSource<int>()
    let mutable rightStarted = false

    let right =
        lambda {
            rightStarted <- true
            left.SetResult 1
            return 2
        }

    gives
        3
        (lambda {
            let! a = left.Task
            and! b = right
            return a + b
        })

    Assert.True rightStarted

    fails
        ("Left", "")
        (lambda {
            let! _ = Lambda.fail "Left" "": Result<int, LambdaError>
            and! _ = later (Lambda.fail "Right" "": Result<int, LambdaError>)
            and! c = Task.FromResult 3
            return c
        })

[<Fact>]
let ``and! leaves nothing running behind a failure`` () =
    let slow = TaskCompletionSource()
    let mutable ended = false

    let computation =
        lambda {
            let! _ = Lambda.fail "Left" "": Result<int, LambdaError>

            and! b =
                task {
                    do! slow.Task
                    ended <- true
                    return 2
                }

            return b
        }

    let running = computation (contextOf "")
    Assert.False running.IsCompleted
    slow.SetResult()
    Assert.True(running.Wait 30000)
    Assert.True ended

[<Fact>]
let ``an async computation sees the token of the invocation`` () =
    use source = new CancellationTokenSource()
    source.Cancel()

    let computation =
        lambda {
            let! token = Async.CancellationToken
            return token.IsCancellationRequested
        }

    Assert.Equal(Value true, see (contextWith source.Token "") computation)

[<Fact>]
let ``the event in every form, and the context`` () =
    gives
        ("{}", 2, "request", None, None, false)
        (lambda {
            let! text = Event.text
            let! bytes = Event.bytes
            let! element = Event.element
            Assert.Equal(Text.Json.JsonValueKind.Object, element.ValueKind)
            let! map = Event.json<Map<string, int>>
            Assert.Empty map
            let! context = Lambda.context
            let! remaining = Lambda.remainingTime
            let! trace = Lambda.traceId
            let! token = Lambda.cancellation
            do! Log.info "seen"
            return text, bytes.Length, context.RequestId, remaining, trace, token.IsCancellationRequested
        })

[<Fact>]
let ``text that is no UTF-8 is a decode error`` () =
    let context =
        LambdaContext(
            InvocationDetails.create "r" (ReadOnlyMemory [| 65uy; 255uy |]),
            TimeProvider.System,
            silent,
            None,
            CancellationToken.None
        )

    match see context (Lambda.ofRead Event.text) with
    | Failed("DecodeError", message) -> Assert.Contains("byte 2", message)
    | other -> Assert.Fail $"{other}"

[<Fact>]
let ``an application runs anew`` () =
    let mutable runs = 0

    let computation =
        lambda {
            runs <- runs + 1
            do! later ()
            return runs
        }

    gives 1 computation
    gives 2 computation

[<Fact>]
let ``a long loop needs no stack`` () =
    gives
        1_000_000
        (lambda {
            let mutable n = 0

            while n < 1_000_000 do
                do! Task.CompletedTask
                n <- n + 1

            return n
        })

[<Fact>]
let ``a computation that does not end within its limit fails, and sees its token end`` () =
    let tokenEnded = TaskCompletionSource()

    let deaf =
        lambda {
            let! token = Lambda.cancellation
            token.Register(fun () -> tokenEnded.SetResult()) |> ignore
            return! TaskCompletionSource<int>().Task
        }

    let heeding =
        lambda {
            let! token = Lambda.cancellation
            do! Task.Delay(Timeout.Infinite, token)
            return 1
        }

    let limit = TimeSpan.FromMilliseconds 20.0
    let expected = "TimeoutError", "it did not end within 20 ms"
    fails expected (deaf |> Lambda.timeout limit)
    Assert.True(tokenEnded.Task.Wait 30_000)
    fails expected (heeding |> Lambda.timeout limit)
    fails ("TimeoutError", "it did not end within 0 ms") (heeding |> Lambda.timeout (TimeSpan.FromSeconds -1.0))

[<Fact>]
let ``within its limit a computation is what it is without one`` () =
    for limit in [ TimeSpan.FromMinutes 1.0; TimeSpan.MaxValue ] do
        gives 1 (lambda { return! later 1 } |> Lambda.timeout limit)
        fails ("No", "") (lambda { return! Lambda.fail "No" "" } |> Lambda.timeout limit)

        let throwing: Lambda<int> = fun _ -> failwith "thrown"
        Assert.Equal(Raised "thrown", see (contextOf "") (throwing |> Lambda.timeout limit))

    use source = new CancellationTokenSource()
    source.Cancel()

    let waiting =
        lambda {
            let! token = Lambda.cancellation
            do! Task.Delay(Timeout.Infinite, token)
            return 1
        }

    Assert.Equal(Cancelled, see (contextWith source.Token "") (waiting |> Lambda.timeout (TimeSpan.FromMinutes 1.0)))

[<Fact>]
let ``a computation with a token of its own ends with that and with the invocation's`` () =
    use own = new CancellationTokenSource()
    use invocation = new CancellationTokenSource()

    let isCancelled =
        lambda {
            let! token = Lambda.cancellation
            return token.IsCancellationRequested
        }

    let seen () =
        see (contextWith invocation.Token "") (isCancelled |> Lambda.withToken own.Token)

    Assert.Equal(Value false, seen ())
    own.Cancel()
    Assert.Equal(Value true, seen ())
    invocation.Cancel()

    Assert.Equal(
        Value true,
        see (contextWith invocation.Token "") (isCancelled |> Lambda.withToken CancellationToken.None)
    )

let rec private countDown n : Lambda<int> =
    lambda { if n = 0 then return 0 else return! countDown (n - 1) }

let rec private sumOf n : Lambda<int> =
    lambda {
        if n = 0 then
            return 0
        else
            let! rest = sumOf (n - 1)
            and! one = Lambda.ofValue 1
            return rest + one
    }

[<Fact>]
let ``recursion 100,000 deep needs no stack, by return!, let! and and!, and through bind, map and attempt`` () =
    gives 0 (countDown 100_000)
    gives 100_000 (sumOf 100_000)

    let rec bound n : Lambda<int> =
        if n = 0 then
            Lambda.ofValue 0
        else
            Lambda.ofValue n |> Lambda.bind (fun n -> bound (n - 1))

    gives 0 (bound 100_000)

    gives
        100_000
        (Seq.fold (fun computation _ -> Lambda.map ((+) 1) computation) (Lambda.ofValue 0) (seq { 1..100_000 }))

    let rec attempted n : Lambda<int> =
        lambda {
            if n = 0 then
                return! Lambda.fail "End" "reached"
            else
                match! Lambda.attempt (attempted (n - 1)) with
                | Ok value -> return value
                | Error error -> return! Error error
        }

    fails ("End", "reached") (attempted 30_000)

[<Fact>]
let ``recursion that fails or throws at its end does so once`` () =
    let rec failing n : Lambda<int> =
        lambda {
            if n = 0 then
                return! Lambda.fail "End" "reached"
            else
                return! failing (n - 1)
        }

    fails ("End", "reached") (failing 100_000)

[<Fact>]
let ``responses carry their bytes and media types`` () =
    let responseOf (read: Read<Response>) =
        match see (contextOf "") (Lambda.ofRead read) with
        | Value response -> response.ContentType, textOf response
        | other -> failwith $"{other}"

    Assert.Equal(("application/json", """{"name":"x"}"""), responseOf (Respond.json {| Name = "x" |}))
    Assert.Equal(("text/plain; charset=utf-8", "é"), responseOf (Respond.text "é"))
    Assert.Equal(("image/png", "abc"), responseOf (Respond.bytes "image/png" (utf8 "abc")))
    Assert.Equal(("application/json", "[1]"), responseOf (Respond.rawJson "[1]"))

    match see (contextOf "") (Lambda.ofRead (Respond.json nan)) with
    | Failed(errorType, _) -> Assert.Equal("EncodeError", errorType)
    | other -> Assert.Fail $"{other}"

[<Fact>]
let ``a log line of a context made of plain values is written`` () =
    use sink = new IO.MemoryStream()
    let log = FunctionLog.Open(FunctionLogOptions(Sink = sink))

    let context =
        LambdaContext(InvocationDetails.create "r" (utf8 ""), TimeProvider.System, log, None, CancellationToken.None)

    let computation =
        lambda {
            do! Log.warn "low on tea"
            do! Log.fields FunctionLogLevel.Error "gone" [ "item", box "tea" ]
            do! Log.failure FunctionLogLevel.Error "failed" (LambdaError.create "OutOfStock" "no tea")
        }

    Assert.Equal(Value(), see context computation)
    let text = Encoding.UTF8.GetString(sink.ToArray())
    Assert.Contains("low on tea", text)
    Assert.Contains("gone", text)
    Assert.Contains("OutOfStock", text)

// A builder whose method uses a continuation twice makes the compiler's work double with each step, and thirty steps never end.
[<Fact>]
let ``many steps compile in time`` () =
    gives
        30
        (lambda {
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            let! _ = later 1
            return! later 30
        })
