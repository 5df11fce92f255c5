namespace LambdaClient.FSharp

open System
open System.Text.Json
open System.Threading
open LambdaClient

[<NoComparison>]
type InvocationDetails =
    {
        Payload: ReadOnlyMemory<byte>
        RequestId: string
        InvocationId: string option
        InvokedFunctionArn: string option
        TraceId: string option
        TenantId: string option
        ContentType: string option
        Deadline: DateTimeOffset option
        ClientContext: ClientContext option
        CognitoIdentity: CognitoIdentity option
        Function: FunctionConfiguration
    }

[<NoEquality; NoComparison>]
type internal InvocationSource =
    | Received of Invocation
    | Given of InvocationDetails * TimeProvider

[<Sealed>]
type LambdaContext
    private
    (source: InvocationSource, log: FunctionLog, json: JsonSerializerOptions option, cancellation: CancellationToken) =

    new(invocation: Invocation, log: FunctionLog, json: JsonSerializerOptions option, cancellation: CancellationToken) =
        LambdaContext(Received invocation, log, json, cancellation)

    new
        (
            details: InvocationDetails,
            clock: TimeProvider,
            log: FunctionLog,
            json: JsonSerializerOptions option,
            cancellation: CancellationToken
        ) =
        LambdaContext(Given(details, clock), log, json, cancellation)

    member _.Payload =
        match source with
        | Received invocation -> invocation.Payload
        | Given(details, _) -> details.Payload

    member _.RequestId =
        match source with
        | Received invocation -> invocation.RequestId
        | Given(details, _) -> details.RequestId

    member _.InvocationId =
        match source with
        | Received invocation -> Option.ofObj invocation.Context.InvocationId
        | Given(details, _) -> details.InvocationId

    member _.InvokedFunctionArn =
        match source with
        | Received invocation -> Option.ofObj invocation.Context.InvokedFunctionArn
        | Given(details, _) -> details.InvokedFunctionArn

    member _.TraceId =
        match source with
        | Received invocation -> Option.ofObj invocation.Context.TraceId
        | Given(details, _) -> details.TraceId

    member _.TenantId =
        match source with
        | Received invocation -> Option.ofObj invocation.Context.TenantId
        | Given(details, _) -> details.TenantId

    member _.ContentType =
        match source with
        | Received invocation -> Option.ofObj invocation.Context.ContentType
        | Given(details, _) -> details.ContentType

    member _.Deadline =
        match source with
        | Received invocation ->
            // A number that is no date is a deadline that tells nothing.
            match Option.ofNullable invocation.Context.DeadlineMs with
            | Some ms when ms >= 0L && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ->
                Some(DateTimeOffset.FromUnixTimeMilliseconds ms)
            | _ -> None
        | Given(details, _) -> details.Deadline

    member _.RemainingTime =
        match source with
        | Received invocation -> Option.ofNullable invocation.Context.RemainingTime
        | Given(details, clock) ->
            details.Deadline
            |> Option.map (fun deadline -> max TimeSpan.Zero (deadline - clock.GetUtcNow()))

    member _.ClientContext =
        match source with
        | Received invocation -> Option.ofObj invocation.Context.ClientContext
        | Given(details, _) -> details.ClientContext

    member _.CognitoIdentity =
        match source with
        | Received invocation -> Option.ofObj invocation.Context.CognitoIdentity
        | Given(details, _) -> details.CognitoIdentity

    member _.Function =
        match source with
        | Received invocation -> invocation.Context.Function
        | Given(details, _) -> details.Function

    member _.Cancellation = cancellation

    member _.Log = log

    member _.JsonOptions = json

    member _.Invocation =
        match source with
        | Received invocation -> ValueSome invocation
        | Given _ -> ValueNone

    member _.WithCancellation(cancellation: CancellationToken) =
        LambdaContext(source, log, json, cancellation)

[<RequireQualifiedAccess>]
module InvocationDetails =

    let create requestId payload =
        {
            Payload = payload
            RequestId = requestId
            InvocationId = None
            InvokedFunctionArn = None
            TraceId = None
            TenantId = None
            ContentType = None
            Deadline = None
            ClientContext = None
            CognitoIdentity = None
            Function = FunctionConfiguration(null, null, Nullable(), null, null, null, null)
        }
