/// Whatever a handler does, the right report is posted and the next event is served.
module LambdaClient.FSharp.Tests.FaultTests

open System
open System.Reflection
open System.Text
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open global.Xunit
open LambdaClient
open LambdaClient.FSharp
open LambdaClient.FSharp.Tests.Contexts
open LambdaClient.FSharp.Tests.Serving

exception NoSuchCustomer of name: string with
    override this.Message = $"There is no {this.name}"

/// The first event meets the fault, the second an ordinary answer.
let private reportOf (faulty: Handler) =
    task {
        let handler: Handler =
            fun context ->
                if context.Payload.Length = 1 then
                    faulty context
                else
                    (lambda { return! Respond.text "served" }) context

        let mutable report = Unchecked.defaultof<JsonElement>

        let! ended =
            serve handler (fun emulator ->
                task {
                    let! outcome = invoke emulator "1"
                    Assert.False(outcome.IsSuccess, textOfOutcome outcome)
                    report <- JsonDocument.Parse(outcome.Payload).RootElement
                    Assert.True(isNull outcome.ErrorCause || Ascii.IsValid outcome.ErrorCause)
                    Assert.True(isNull outcome.ErrorCause || outcome.ErrorCause.Length <= 64 * 1024)
                    let! next = invoke emulator "22"
                    Assert.Equal("served", textOfOutcome next)
                })

        Assert.True ended.IsOk
        return report
    }

let private isReported errorType (message: string) faulty =
    task {
        let! report = reportOf faulty
        Assert.Equal(errorType, report.GetProperty("errorType").GetString())
        Assert.StartsWith(message, report.GetProperty("errorMessage").GetString())
    }

[<Fact>]
let ``it fails`` () =
    isReported
        "InvalidNameError"
        "Invalid first name"
        (lambda { return! Lambda.fail "InvalidNameError" "Invalid first name" })

[<Fact>]
let ``it cannot read the event`` () =
    isReported
        "DecodeError"
        "$ (line 1, byte 1) is a number, not an object"
        (lambda {
            let! _ = Event.json<Map<string, int>>
            return! Respond.text ""
        })

[<Fact>]
let ``it throws at once`` () =
    isReported "System.InvalidOperationException" "no" (fun _ -> raise (InvalidOperationException "no"))

[<Fact>]
let ``it throws after an await`` () =
    isReported
        "LambdaClient.FSharp.Tests.FaultTests.NoSuchCustomer"
        "There is no Ann"
        (lambda {
            do! later ()
            return raise (NoSuchCustomer "Ann")
        })

[<Fact>]
let ``it throws on another thread`` () =
    isReported
        "System.FormatException"
        "elsewhere"
        (lambda { return! Task.Run<Response>(Func<Response>(fun () -> raise (FormatException "elsewhere"))) })

[<Fact>]
let ``it throws when it disposes`` () =
    isReported
        "System.InvalidOperationException"
        "cannot close"
        (lambda {
            use _ =
                { new IDisposable with
                    member _.Dispose() =
                        raise (InvalidOperationException "cannot close")
                }

            return! Respond.text "never sent"
        })

[<Fact>]
let ``it throws when it disposes without blocking`` () =
    isReported
        "System.InvalidOperationException"
        "cannot close"
        (lambda {
            use _ =
                { new IAsyncDisposable with
                    member _.DisposeAsync() =
                        ValueTask(task { raise (InvalidOperationException "cannot close") })
                }

            return! Respond.text "never sent"
        })

[<Fact>]
let ``it is null`` () =
    isReported "System.NullReferenceException" "" (Unchecked.defaultof<Handler>)

[<Fact>]
let ``it gives no task`` () =
    isReported "System.NullReferenceException" "" (fun _ -> null)

[<Fact>]
let ``it gives no error`` () =
    isReported "Error" "" (lambda { return! (Error Unchecked.defaultof<LambdaError>: Result<Response, LambdaError>) })

[<Fact>]
let ``an error that is null, from what reads the context`` () =
    let read: Read<Response> = fun _ -> Error Unchecked.defaultof<LambdaError>

    let computed: Handler =
        fun _ -> Task.FromResult(Error Unchecked.defaultof<LambdaError>)

    task {
        do! isReported "Error" "" (lambda { return! read })
        do! isReported "Error" "" (lambda { return! computed })

        do!
            isReported
                "Error"
                ""
                (lambda {
                    let! response = read
                    and! _ = computed
                    return response
                })
    }

[<Fact>]
let ``it is cancelled`` () =
    isReported "System.Threading.Tasks.TaskCanceledException" "" (fun _ -> Task.FromCanceled<_>(CancellationToken true))

[<Fact>]
let ``it runs out of memory`` () =
    isReported
        "System.InsufficientMemoryException"
        "all gone"
        (lambda { return raise (InsufficientMemoryException "all gone") })

[<Fact>]
let ``its causes form a cycle`` () =
    let inner = InvalidOperationException "inner"
    let outer = InvalidOperationException("outer", inner)

    typeof<Exception>
        .GetField("_innerException", BindingFlags.Instance ||| BindingFlags.NonPublic)
        .SetValue(inner, outer)

    isReported "System.InvalidOperationException" "outer" (lambda { return raise outer })

[<Fact>]
let ``its message is not ASCII`` () =
    isReported "System.Exception" "naïve – 東京 😀" (lambda { return failwith "naïve – 東京 😀" })

[<Fact>]
let ``its message has 10 MB`` () =
    task {
        let! report = reportOf (lambda { return failwith (String('x', 10_000_000)) })
        Assert.InRange(report.GetProperty("errorMessage").GetString().Length, 60_000, 70_000)
    }

[<Fact>]
let ``its stack has 100,000 frames`` () =
    let rec descend n : int =
        if n = 0 then
            raise (InvalidOperationException "deep")
        else
            descend (n - 1) + 1

    let fromDepth () =
        let mutable caught = null

        let thread =
            Thread(
                (fun () ->
                    try
                        descend 100_000 |> ignore
                    with e ->
                        caught <- e),
                512 * 1024 * 1024
            )

        thread.Start()
        thread.Join()
        caught

    isReported "System.InvalidOperationException" "deep" (fun _ -> Task.FromException<_>(fromDepth ()))

[<Fact>]
let ``its answer has no JSON`` () =
    isReported "EncodeError" "the answer has no JSON" (lambda { return! Respond.json nan })

[<Fact>]
let ``its content type cannot be sent`` () =
    isReported
        "Runtime.ApiError"
        "content_type_invalid"
        (lambda { return! Respond.bytes "text/plain\r\nX: y" (utf8 "") })

[<Fact>]
let ``its stream throws: what was sent stays sent, and the failure has its F# name`` () =
    task {
        let write (stream: IO.Stream) cancellation =
            task {
                do! stream.WriteAsync(utf8 "first", cancellation)
                raise (NoSuchCustomer "Bob")
            }

        let handler =
            lambda {
                match! Event.text with
                | "stream" -> return! Respond.stream "text/plain" write
                | _ -> return! Respond.text "served"
            }

        let! ended =
            serve handler (fun emulator ->
                task {
                    let! outcome = invoke emulator "stream"
                    Assert.Equal("first", Encoding.UTF8.GetString outcome.PartialResponse.Span)
                    Assert.Contains("LambdaClient.FSharp.Tests.FaultTests.NoSuchCustomer", textOfOutcome outcome)
                    let! next = invoke emulator "other"
                    Assert.Equal("served", textOfOutcome next)
                })

        Assert.True ended.IsOk
    }
