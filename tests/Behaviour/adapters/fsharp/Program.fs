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

let variable name =
    match Environment.GetEnvironmentVariable name with
    | null
    | "" -> None
    | value -> Some value

let told = "told"
let isTold = variable "BEHAVIOUR_ACTIONS" = Some told

/// Where the event begins that an action is about: behind the line that names the action, where the event names it.
let private eventBegin (payload: ReadOnlyMemory<byte>) =
    if isTold then payload.Span.IndexOf(byte '\n') + 1 else 0

let actionIn (context: LambdaContext) =
    Encoding.UTF8.GetString(context.Payload.Span.Slice(0, eventBegin context.Payload - 1))

let eventBytes: Read<ReadOnlyMemory<byte>> =
    fun context -> Ok(context.Payload.Slice(eventBegin context.Payload))

let eventText: Read<string> =
    fun context -> Event.text context |> Result.map _.Substring(eventBegin context.Payload)

/// A failure that is raised.
type Failed(report: FunctionError) =
    inherit Exception(report.Message)

    interface IRuntimeApiError with
        member _.ToResponse() = report

let echo: Handler =
    lambda {
        let! event = eventBytes
        return! Respond.bytes "application/json" event
    }

let size: Handler =
    lambda {
        let! event = eventText
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
        let! event = eventText
        return! Result<Response, LambdaError>.Error(LambdaError.Reported(failure (lines event)))
    }

let failWithCause: Handler =
    lambda {
        let! event = eventText
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

let failHugely: Handler =
    lambda {
        return! Result<Response, LambdaError>.Error(LambdaError.Reported(FunctionError("Huge", String('x', 3 <<< 20))))
    }

let failWithHalfAPair: Handler =
    lambda {
        return!
            Result<Response, LambdaError>
                .Error(LambdaError.Reported(FunctionError("Odd", "before " + string (char 0xD800) + " behind")))
    }

/// An exception that cannot be read.
type Unreadable() =
    inherit Exception()

    override _.Message = raise (NotSupportedException())
    override _.StackTrace = raise (NotSupportedException())

let raisingOddly: Handler = fun _ -> task { return raise (Unreadable()) }

let hang: Handler =
    fun _ ->
        task {
            do! System.Threading.Tasks.Task.Delay Timeout.Infinite
            return failwith "nobody ends this wait"
        }

let private gate = obj ()
let mutable private here = 0

/// Waits for the handlers of the other events.
let gather: Handler =
    lambda {
        let! event = eventBytes
        let all = variable "AWS_LAMBDA_MAX_CONCURRENCY" |> Option.map int |> Option.get

        lock gate (fun () ->
            here <- here + 1
            Monitor.PulseAll gate

            while here < all do
                Monitor.Wait gate |> ignore)

        return! Respond.bytes "application/json" event
    }

let raising: Handler =
    lambda {
        let! event = eventText
        return! (failwith event: Handler)
    }

let write (output: Stream) cancellation lines =
    task {
        for line: string in lines do
            do! output.WriteAsync(ReadOnlyMemory(Encoding.UTF8.GetBytes line), cancellation)
    }

let stream: Handler =
    lambda {
        let! event = eventText

        return!
            Respond.stream "application/octet-stream" (fun output cancellation ->
                write output cancellation (lines event))
    }

/// Writes the first line, and raises what is made of the others.
let streamAndRaise (raised: string list -> exn) : Handler =
    lambda {
        let! event = eventText

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
    | "fail-huge" -> failHugely
    | "fail-half" -> failWithHalfAPair
    | "raise-odd" -> raisingOddly
    | "hang" -> hang
    | "gather" -> gather
    | "raise" -> raising
    | "stream" -> stream
    | "stream-fail" -> streamAndRaise (fun rest -> Failed(failure rest))
    | "stream-raise" -> streamAndRaise (List.head >> Failure)
    | "cancel" ->
        stop.Cancel()
        echo
    | _ -> exit 2

/// Hooks that say their name, and fail where something stands behind it.
let hooks =
    let hook (chosen: string) =
        let parts = chosen.Split '='

        let run (_: CancellationToken) =
            task {
                printfn "hook %s" parts[0]

                match parts with
                | [| name; "fail" |] -> raise (Failed(FunctionError("HookBroke", $"{name} broke")))
                | [| name; _ |] -> failwith $"{name} broke"
                | _ -> ()
            }

        match parts[0] with
        | "init" -> Runtime.withInit run
        | "before_snapshot" -> Runtime.beforeSnapshot run
        | "after_restore" -> Runtime.afterRestore run
        | _ -> Runtime.onShutdown run

    match variable "BEHAVIOUR_HOOKS" with
    | None -> id
    | Some chosen -> chosen.Split ',' |> Seq.map hook |> Seq.reduce (>>)

let choices =
    let pollers =
        variable "BEHAVIOUR_POLLERS"
        |> Option.map (int >> Runtime.withConcurrency)
        |> Option.defaultValue id

    let errors =
        match variable "BEHAVIOUR_ERRORS" with
        | None -> Runtime.onError (say "run")
        | Some _ -> id

    hooks >> pollers >> errors

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
            let action =
                lock stop (fun () ->
                    let action = List.head actions

                    if not (List.isEmpty (List.tail actions)) then
                        actions <- List.tail actions

                    action)

            act stop (if action = told then actionIn context else action) context

    let ended = Runtime.defaults |> choices |> Runtime.start stop.Token handler

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
