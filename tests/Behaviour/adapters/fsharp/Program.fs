/// The adapter of F# to the behaviour suite: tests/Behaviour/README.md says what it has to do. Handlers are computations of
/// the F# layer, and its runtime runs them.
module LambdaClient.Behaviour.Adapter

open System
open System.Collections.Immutable
open System.IO
open System.Runtime.InteropServices
open System.Text
open System.Threading
open LambdaClient
open LambdaClient.FSharp

let say operation (error: ApiError) =
    let delivery =
        match error.Delivery with
        | Delivery.NotSent -> "not_sent"
        | Delivery.Sent -> "sent"
        | _ -> "unknown"

    eprintfn "%s" error.Message
    printfn "%s %s %s" operation error.Name delivery

let lines (text: string) =
    if text = "" then
        []
    else
        List.ofArray (text.TrimEnd('\n').Split '\n')

let failure lines =
    match lines with
    | errorType :: message :: frames -> FunctionError(errorType, message, ImmutableArray.CreateRange<string> frames)
    | _ -> FunctionError(String.Join("", lines), "")

/// A failure that is raised.
type Failed(report: FunctionError) =
    inherit Exception(report.Message)

    interface IRuntimeApiError with
        member _.ToResponse() = report

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
        return! Result<Response, LambdaError>.Error(LambdaError.Reported(failure (lines event)))
    }

let failWithCause: Handler =
    lambda {
        let! event = Event.text
        let report = failure (lines event)

        let report =
            ErrorCause
                .Parse("no JSON")
                .Match(
                    (fun cause -> FunctionError(report.Type, report.Message, report.StackTrace, Cause = cause)),
                    fun error ->
                        say "fail" error
                        report
                )

        return! Result<Response, LambdaError>.Error(LambdaError.Reported report)
    }

let raising: Handler =
    lambda {
        let! event = Event.text
        return! (failwith event: Handler)
    }

let write (output: Stream) cancellation lines =
    task {
        for line: string in lines do
            do! output.WriteAsync(ReadOnlyMemory(Encoding.UTF8.GetBytes line), cancellation)
    }

let stream: Handler =
    lambda {
        let! event = Event.text

        return!
            Respond.stream "application/octet-stream" (fun output cancellation ->
                write output cancellation (lines event))
    }

/// Writes the first line, and raises what is made of the others.
let streamAndRaise (raised: string list -> exn) : Handler =
    lambda {
        let! event = Event.text

        return!
            Respond.stream "application/octet-stream" (fun output cancellation ->
                task {
                    do! write output cancellation [ List.head (lines event) ]
                    raise (raised (List.tail (lines event)))
                })
    }

let act (stop: CancellationTokenSource) action : Handler =
    match action with
    | "echo" -> echo
    | "size" -> size
    | "context" -> describe
    | "fail" -> fail
    | "fail-cause" -> failWithCause
    | "raise" -> raising
    | "stream" -> stream
    | "stream-fail" -> streamAndRaise (fun rest -> Failed(failure rest))
    | "stream-raise" -> streamAndRaise (List.head >> Failure)
    | "cancel" ->
        stop.Cancel()
        echo
    | _ -> exit 2

let variable name =
    match Environment.GetEnvironmentVariable name with
    | null
    | "" -> None
    | value -> Some value

let failInit text =
    RuntimeClient
        .Open()
        .Match(
            (fun client ->
                use client = client
                client.FailInit(failure (lines text)).Match(ignore, say "fail_init")),
            say "open"
        )

let run () =
    use stop = new CancellationTokenSource()

    let leave (signal: PosixSignalContext) =
        signal.Cancel <- true
        stop.Cancel()

    use _ = PosixSignalRegistration.Create(PosixSignal.SIGTERM, leave)

    let mutable actions =
        match variable "BEHAVIOUR_ACTIONS" with
        | None -> [ "echo" ]
        | Some names -> List.ofArray (names.Split ',')

    let handler: Handler =
        fun context ->
            let action = List.head actions

            if not (List.isEmpty (List.tail actions)) then
                actions <- List.tail actions

            act stop action context

    let ended =
        Runtime.defaults
        |> Runtime.withLog (FunctionLog.Open(FunctionLogOptions(Sink = Console.OpenStandardError())))
        |> Runtime.onError (say "run")
        |> Runtime.start stop.Token handler

    match ended.GetAwaiter().GetResult() with
    | Ok() -> 0
    | Error error ->
        say
            (if error.Code = ErrorCode.EndpointMissing then
                 "open"
             else
                 "run")
            error

        1

[<EntryPoint>]
let main _ =
    match variable "BEHAVIOUR_INIT_ERROR" with
    | Some text ->
        failInit text
        1
    | None -> run ()
