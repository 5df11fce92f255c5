/// The adapter of F# to the behaviour suite: tests/Behaviour/README.md says what it has to do. Handlers are computations of
/// the F# layer; the client below it sends their answers and says how that went, which a runtime of the layer only logs.
module LambdaClient.Behaviour.Adapter

open System
open System.Collections.Immutable
open System.Runtime.InteropServices
open System.Text
open System.Threading
open LambdaClient
open LambdaClient.FSharp

let log = FunctionLog.Open(FunctionLogOptions(Sink = Console.OpenStandardError()))

/// Says how a call went wrong; whether the runtime can go on.
let complain operation (error: ApiError) =
    let delivery =
        match error.Delivery with
        | Delivery.NotSent -> "not_sent"
        | Delivery.Sent -> "sent"
        | _ -> "unknown"

    eprintfn "%s" error.Message
    printfn "%s %s %s" operation error.Name delivery
    error.IsRecoverable

let went operation (result: LambdaClient.Result<Unit, ApiError>) =
    result.Match((fun _ -> true), complain operation)

let lines (text: string) =
    if text = "" then
        []
    else
        List.ofArray (text.TrimEnd('\n').Split '\n')

let failure lines =
    match lines with
    | errorType :: message :: frames ->
        LambdaError.Reported(FunctionError(errorType, message, ImmutableArray.CreateRange<string> frames))
    | _ -> LambdaError.create (String.Join("", lines)) ""

let echo: Handler =
    lambda {
        let! event = Event.bytes
        return! Respond.bytes "application/json" event
    }

let size: Handler =
    lambda {
        let! event = Event.text
        return! Respond.rawJson (String('x', int event))
    }

let describe: Handler =
    lambda {
        let! context = Lambda.context
        let received = context.Invocation.Value.Context

        let fields =
            [
                "request_id", Some context.RequestId
                "invocation_id", context.InvocationId
                "invoked_function_arn", context.InvokedFunctionArn
                "trace_id", context.TraceId
                "client_context", Option.ofObj received.RawClientContext
                "cognito_identity", Option.ofObj received.RawCognitoIdentity
                "tenant_id", context.TenantId
                "content_type", context.ContentType
                "deadline_ms",
                context.Deadline
                |> Option.map (fun time -> string (time.ToUnixTimeMilliseconds()))
                "remaining_ms",
                context.RemainingTime
                |> Option.map (fun time -> string (int64 time.TotalMilliseconds))
            ]

        let line (name, value) =
            match value with
            | Some text -> $"{name}={text}\n"
            | None -> $"{name}\n"

        let text = fields |> List.map line |> String.concat ""
        return! Respond.bytes "text/plain" (ReadOnlyMemory(Encoding.UTF8.GetBytes text))
    }

let fail: Handler =
    lambda {
        let! event = Event.text
        return! Result<Response, LambdaError>.Error(failure (lines event))
    }

let stream: Handler =
    lambda {
        let! event = Event.text

        return!
            Respond.stream "application/octet-stream" (fun output cancellation ->
                task {
                    for line in lines event do
                        do! output.WriteAsync(ReadOnlyMemory(Encoding.UTF8.GetBytes line), cancellation)
                })
    }

let send (client: RuntimeClient) (invocation: Invocation) operation (handler: Handler) =
    let context = LambdaContext(invocation, log, None, CancellationToken.None)

    match (handler context).GetAwaiter().GetResult() with
    | Ok response -> went operation (client.Respond(invocation, response))
    | Error error -> went "fail" (client.Fail(invocation, error))

/// A failure with a stack trace of its own follows the pieces, so the client's own stream is what writes them.
let streamAndFail (client: RuntimeClient) (invocation: Invocation) =
    let event = lines (Encoding.UTF8.GetString invocation.Payload.Span)

    client
        .OpenStream(invocation)
        .Match(
            (fun stream ->
                stream
                    .Write(ReadOnlyMemory(Encoding.UTF8.GetBytes(List.head event)))
                    .Match(
                        (fun _ -> went "stream_fail" (stream.Fail(failure (List.tail event)))),
                        complain "stream_write"
                    )),
            complain "stream_open"
        )

let act (client: RuntimeClient) invocation action =
    match action with
    | "echo" -> send client invocation "respond" echo
    | "size" -> send client invocation "respond" size
    | "context" -> send client invocation "respond" describe
    | "fail" -> send client invocation "fail" fail
    | "stream" -> send client invocation "stream_finish" stream
    | "stream-fail" -> streamAndFail client invocation
    | "cancel" ->
        client.Cancel()
        send client invocation "respond" echo
    | _ -> exit 2

let rec serve (client: RuntimeClient) actions =
    client
        .Next()
        .Match(
            (fun invocation ->
                let action, rest =
                    match actions with
                    | [ last ] -> last, actions
                    | first :: rest -> first, rest
                    | [] -> "echo", []

                if act client invocation action then Ok rest else Error 1),
            (fun error ->
                let goesOn = complain "next" error

                match error.Code with
                | ErrorCode.Cancelled -> Error 0
                | ErrorCode.ConnectRefused -> Error 1
                | _ -> if goesOn then Ok actions else Error 1)
        )
    |> function
        | Ok rest -> serve client rest
        | Error status -> status

let variable name =
    match Environment.GetEnvironmentVariable name with
    | null -> None
    | value -> Some value

let run (client: RuntimeClient) =
    match variable "BEHAVIOUR_INIT_ERROR" with
    | Some text ->
        went "fail_init" (client.FailInit(failure (lines text))) |> ignore
        1
    | None ->
        let leave (signal: PosixSignalContext) =
            signal.Cancel <- true
            client.Cancel()

        use _ = PosixSignalRegistration.Create(PosixSignal.SIGTERM, leave)

        match variable "BEHAVIOUR_ACTIONS" with
        | None
        | Some "" -> serve client []
        | Some names -> serve client (List.ofArray (names.Split ','))

[<EntryPoint>]
let main _ =
    RuntimeClient
        .Open()
        .Match(
            (fun client ->
                use client = client
                run client),
            (fun error ->
                complain "open" error |> ignore
                1)
        )
