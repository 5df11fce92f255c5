/// The process around a handler.
module LambdaClient.FSharp.Tests.RuntimeTests

open System
open System.Collections.Concurrent
open System.IO
open System.Text
open System.Threading
open System.Threading.Tasks
open global.Xunit
open LambdaClient
open LambdaClient.Emulator
open LambdaClient.FSharp
open LambdaClient.FSharp.Tests.Contexts
open LambdaClient.FSharp.Tests.Serving

let private options = EmulatorOptions(Timeout = TimeSpan.FromSeconds 60.0)

[<Fact>]
let ``a handler is told what the service says`` () =
    task {
        let handler =
            lambda {
                let! context = Lambda.context
                let! remaining = Lambda.remainingTime
                Assert.InRange(remaining.Value, TimeSpan.Zero, TimeSpan.FromSeconds 60.0)
                Assert.True context.Deadline.IsSome
                Assert.Equal(Some "the-attempt", context.TraceId)
                Assert.Equal(Some "one-tenant", context.TenantId)
                Assert.Equal(Some "Kiosk", context.ClientContext |> Option.map _.Client.AppTitle)
                Assert.Equal(Some "pool", context.CognitoIdentity |> Option.map _.IdentityPoolId)
                Assert.Equal("shop", context.Function.Name)
                Assert.True context.Invocation.IsSome
                return! Respond.text context.RequestId
            }

        let! ended =
            serveWith options [ "AWS_LAMBDA_FUNCTION_NAME", "shop" ] id handler (fun emulator ->
                task {
                    let request =
                        InvocationRequest(
                            RequestId = "r-1",
                            TraceId = "the-attempt",
                            TenantId = "one-tenant",
                            ClientContext = """{"client":{"app_title":"Kiosk"}}""",
                            CognitoIdentity = """{"cognitoIdentityId":"me","cognitoIdentityPoolId":"pool"}"""
                        )

                    let! outcome = within (emulator.InvokeAsync request)
                    Assert.Equal("r-1", textOfOutcome outcome)
                })

        Assert.True ended.IsOk
    }

[<Fact>]
let ``a stream and an HTTP response arrive whole`` () =
    task {
        let handler =
            lambda {
                match! Event.text with
                | "stream" ->
                    return!
                        Respond.stream "text/plain" (fun stream cancellation ->
                            task {
                                do! stream.WriteAsync(utf8 "one ", cancellation)
                                do! stream.WriteAsync(utf8 "two", cancellation)
                            })
                | _ ->
                    let prelude =
                        Http.status 201 |> Http.contentType "text/html" |> Http.cookie "seen=1"

                    return! Respond.http prelude (utf8 "<p>")
            }

        let! _ =
            serve handler (fun emulator ->
                task {
                    let! stream = invoke emulator "stream"
                    Assert.Equal("one two", textOfOutcome stream)
                    Assert.Equal("text/plain", stream.ContentType)
                    let! http = invoke emulator "http"
                    Assert.Equal(HttpPrelude.ContentType, http.ContentType)
                    let text = textOfOutcome http
                    Assert.Contains("\"statusCode\":201", text)
                    Assert.Contains("seen=1", text)
                    Assert.EndsWith("\000<p>", text)
                })

        return ()
    }

exception NoTable of name: string with
    override this.Message = $"no table {this.name}"

[<Fact>]
let ``a failed init step is an init error, and ends the runtime`` () =
    task {
        let never: Handler = fun _ -> failwith "an event was handled"

        let! ended =
            serveWith options [] (Runtime.withInit (fun _ -> task { raise (NoTable "orders") })) never (fun emulator ->
                task {
                    let! outcome = invoke emulator ""
                    Assert.Equal(InvocationStatus.InitFailed, outcome.Status)
                    Assert.Contains("no table orders", textOfOutcome outcome)
                    Assert.Contains("\"LambdaClient.FSharp.Tests.RuntimeTests.NoTable\"", textOfOutcome outcome)
                })

        match ended with
        | Error error -> Assert.Equal(ErrorCode.HookFailed, error.Code)
        | Ok() -> Assert.Fail "the runtime ended well"
    }

[<Fact>]
let ``hooks run in their order`` () =
    task {
        let ran = ConcurrentQueue<string>()

        let hook name _ =
            task {
                do! Task.Yield()
                ran.Enqueue name
            }

        let! ended =
            serveWith
                (EmulatorOptions(Timeout = TimeSpan.FromSeconds 60.0, SnapStart = true))
                [ "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start" ]
                (Runtime.withInit (hook "init 1")
                 >> Runtime.withInit (hook "init 2")
                 >> Runtime.beforeSnapshot (hook "before 1")
                 >> Runtime.beforeSnapshot (hook "before 2")
                 >> Runtime.afterRestore (hook "after")
                 >> Runtime.onShutdown (hook "end"))
                (lambda {
                    ran.Enqueue "event"
                    return! Respond.text ""
                })
                (fun emulator ->
                    task {
                        let! outcome = invoke emulator ""
                        Assert.True(outcome.IsSuccess, textOfOutcome outcome)
                    })

        Assert.True ended.IsOk

        Assert.Equal<string>([ "init 1"; "init 2"; "before 2"; "before 1"; "after"; "event"; "end" ], List.ofSeq ran)
    }

[<Fact>]
let ``invocations side by side are not mixed up`` () =
    task {
        let pollers = 8
        use gate = new Barrier(pollers)

        let handler =
            lambda {
                let! text = Event.text
                // All of them are in the handler at once.
                do! Task.Run(fun () -> gate.SignalAndWait(30_000) |> ignore)
                let! again = Event.text
                Assert.Equal(text, again)
                let! id = Lambda.requestId
                return! Respond.text $"{text} {id}"
            }

        ThreadPool.SetMinThreads(32, 32) |> ignore

        let! ended =
            serveWith
                (EmulatorOptions(Timeout = TimeSpan.FromSeconds 60.0, MaxConcurrency = Nullable pollers))
                []
                (Runtime.withForcedConcurrency pollers)
                handler
                (fun emulator ->
                    task {
                        let! outcomes =
                            [|
                                for i in 1 .. pollers * 4 ->
                                    emulator.InvokeAsync(
                                        InvocationRequest(Payload = utf8 $"{i}", RequestId = $"r-{i}")
                                    )
                            |]
                            |> Task.WhenAll
                            |> within

                        let expected = [ for i in 1 .. pollers * 4 -> $"{i} r-{i}" ]
                        Assert.Equal<string>(expected, outcomes |> Seq.map textOfOutcome |> List.ofSeq)
                    })

        Assert.True ended.IsOk
    }

[<Fact>]
let ``without the service asking for more, one poller runs and a line says so`` () =
    task {
        use sink = new MemoryStream()

        let log =
            FunctionLog.Open(FunctionLogOptions(Sink = sink, Variable = fun _ -> null))

        let! ended =
            serveWith
                options
                []
                (Runtime.withConcurrency 8 >> Runtime.withLog log)
                (lambda { return! Respond.text "" })
                (fun emulator ->
                    task {
                        let! outcome = invoke emulator ""
                        Assert.True outcome.IsSuccess
                    })

        Assert.True ended.IsOk
        Assert.Contains("\tWARN\tone poller runs instead of 8", Encoding.UTF8.GetString(sink.ToArray()))
    }

let private unfit: Handler =
    lambda { return! Respond.bytes "text/\nplain" (utf8 "") }

[<Fact>]
let ``an answer that cannot be sent is one line in the log`` () =
    task {
        use sink = new MemoryStream()

        let log =
            FunctionLog.Open(FunctionLogOptions(Sink = sink, Variable = fun _ -> null))

        let! ended =
            serveWith options [] (Runtime.withLog log) unfit (fun emulator ->
                task {
                    let! outcome = within (emulator.InvokeAsync(InvocationRequest(RequestId = "r-1")))
                    Assert.False outcome.IsSuccess
                })

        Assert.True ended.IsOk
        let text = Encoding.UTF8.GetString(sink.ToArray())
        Assert.Contains("\tr-1\tWARN\tcontent_type_invalid: ", text)
        Assert.Equal(text.Length - 1, text.IndexOf '\n')
    }

[<Fact>]
let ``a program that wants the errors gets them in place of the log`` () =
    task {
        use sink = new MemoryStream()

        let log =
            FunctionLog.Open(FunctionLogOptions(Sink = sink, Variable = fun _ -> null))

        let told = ConcurrentQueue<ErrorCode>()

        let! ended =
            serveWith
                options
                []
                (Runtime.withLog log >> Runtime.onError (fun error -> told.Enqueue error.Code))
                unfit
                (fun emulator ->
                    task {
                        let! outcome = invoke emulator ""
                        Assert.False outcome.IsSuccess
                    })

        Assert.True ended.IsOk
        Assert.Equal<ErrorCode>([ ErrorCode.ContentTypeInvalid ], List.ofSeq told)
        Assert.Equal(0L, sink.Length)
    }

[<Fact>]
let ``the token ends before the deadline`` () =
    task {
        let handler =
            lambda {
                let! token = Lambda.cancellation
                do! Task.Delay(Timeout.Infinite, token)
                return! Respond.text "never"
            }

        let! ended =
            serveWith
                (EmulatorOptions(Timeout = TimeSpan.FromSeconds 5.0))
                []
                (Runtime.withDeadlineMargin (TimeSpan.FromSeconds 4.0))
                handler
                (fun emulator ->
                    task {
                        let! outcome = invoke emulator ""
                        Assert.Contains("TaskCanceledException", textOfOutcome outcome)
                    })

        Assert.True ended.IsOk
    }
