namespace LambdaClient.Testing

open System
open System.Collections.Generic
open System.Collections.ObjectModel
open System.Text
open System.Text.Json
open FsCheck
open FsCheck.FSharp
open LambdaClient
open LambdaClient.Emulator
open LambdaClient.FSharp
open LambdaClient.Testing.Atoms

/// The parts of a client context, as F# values that FsCheck shrinks by itself.
type internal ContextParts =
    {
        Application: (string option * string option * string option) option
        Custom: Map<string, string>
        Environment: Map<string, string>
    }

/// The parts of an invocation, as F# values that FsCheck shrinks by itself.
type internal InvocationParts =
    {
        Event: JsonPart
        Id: int
        Trace: bool
        Tenant: bool
        Context: ContextParts option
        Identity: (string option * string option) option
    }

module private Parts =
    let clientContext (parts: ContextParts) =
        let values (map: Map<string, string>) =
            ReadOnlyDictionary<string, string>(Dictionary<string, string>(map))

        let application =
            match parts.Application with
            | None -> null
            | Some(title, version, package) ->
                ClientApplication(null, Option.toObj title, Option.toObj version, null, Option.toObj package)

        ClientContext(application, values parts.Custom, values parts.Environment)

    let contextParts (context: ClientContext) =
        let values (pairs: ReadOnlyDictionary<string, string>) =
            pairs |> Seq.map (fun pair -> pair.Key, pair.Value) |> Map.ofSeq

        {
            Application =
                if isNull context.Client then
                    None
                else
                    Some(
                        Option.ofObj context.Client.AppTitle,
                        Option.ofObj context.Client.AppVersionName,
                        Option.ofObj context.Client.AppPackageName
                    )
            Custom = values context.Custom
            Environment = values context.Environment
        }

    let identity (id, pool) =
        CognitoIdentity(Option.toObj id, Option.toObj pool)

    let identityParts (identity: CognitoIdentity) =
        Option.ofObj identity.IdentityId, Option.ofObj identity.IdentityPoolId

    let requestId id =
        $"%08x{abs id}-0000-4000-8000-000000000000"

    let arn = "arn:aws:lambda:us-east-1:123456789012:function:function"

    let trace = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1"

    let payload (parts: InvocationParts) =
        ReadOnlyMemory(Encoding.UTF8.GetBytes(parts.Event.Element.GetRawText()))

    let details (parts: InvocationParts) =
        { InvocationDetails.create (requestId parts.Id) (payload parts) with
            InvokedFunctionArn = Some arn
            ContentType = Some "application/json"
            TraceId = if parts.Trace then Some trace else None
            TenantId = if parts.Tenant then Some "tenant" else None
            ClientContext = parts.Context |> Option.map clientContext
            CognitoIdentity = parts.Identity |> Option.map identity
        }

    let private contextJson (parts: ContextParts) =
        let context = clientContext parts

        JsonSerializer.Serialize
            {|
                client =
                    if isNull context.Client then
                        null
                    else
                        box
                            {|
                                app_title = context.Client.AppTitle
                                app_version_name = context.Client.AppVersionName
                                app_package_name = context.Client.AppPackageName
                            |}
                custom = context.Custom
                env = context.Environment
            |}

    let private identityJson (id, pool) =
        JsonSerializer.Serialize
            {|
                cognitoIdentityId = Option.toObj id
                cognitoIdentityPoolId = Option.toObj pool
            |}

    let request (parts: InvocationParts) =
        InvocationRequest(
            Payload = payload parts,
            RequestId = requestId parts.Id,
            InvokedFunctionArn = arn,
            TraceId = (if parts.Trace then trace else null),
            TenantId = (if parts.Tenant then "tenant" else null),
            ClientContext = (parts.Context |> Option.map contextJson |> Option.toObj),
            CognitoIdentity = (parts.Identity |> Option.map identityJson |> Option.toObj)
        )

    /// A value that is made of parts, and taken apart again to shrink.
    let made (make: InvocationParts -> 'T) (partsOf: 'T -> InvocationParts) =
        map |> ArbMap.arbitrary<InvocationParts> |> Arb.convert make partsOf

    let private parse (payload: ReadOnlyMemory<byte>) =
        JsonPart.Parse(Encoding.UTF8.GetString payload.Span)

    let private idOf (requestId: string) =
        Int32.Parse(requestId.AsSpan(0, 8), Globalization.NumberStyles.HexNumber)

    let ofDetails (details: InvocationDetails) =
        {
            Event = parse details.Payload
            Id = idOf details.RequestId
            Trace = details.TraceId.IsSome
            Tenant = details.TenantId.IsSome
            Context = details.ClientContext |> Option.map contextParts
            Identity = details.CognitoIdentity |> Option.map identityParts
        }

    let ofRequest (request: InvocationRequest) =
        let read = Received.Invocation(request).Context

        {
            Event = parse request.Payload
            Id = idOf request.RequestId
            Trace = not (isNull request.TraceId)
            Tenant = not (isNull request.TenantId)
            Context = read.ClientContext |> Option.ofObj |> Option.map contextParts
            Identity = read.CognitoIdentity |> Option.ofObj |> Option.map identityParts
        }

[<Sealed>]
type LambdaArbitraries() =
    static member ApiGatewayV1Request() = Shapes.apiGatewayV1
    static member ApiGatewayV2Request() = Shapes.apiGatewayV2
    static member AlbRequest() = Shapes.alb
    static member SqsEvent() = Shapes.sqs
    static member SnsEvent() = Shapes.sns
    static member EventBridgeEvent() = Shapes.eventBridge
    static member S3Event() = Shapes.s3
    static member DynamoDbEvent() = Shapes.dynamoDb
    static member KinesisEvent() = Shapes.kinesis

    static member ClientContext() =
        map
        |> ArbMap.arbitrary<ContextParts>
        |> Arb.convert Parts.clientContext Parts.contextParts

    static member CognitoIdentity() =
        map
        |> ArbMap.arbitrary<string option * string option>
        |> Arb.convert Parts.identity Parts.identityParts

    static member InvocationDetails() =
        Parts.made Parts.details Parts.ofDetails

    static member InvocationRequest() =
        Parts.made Parts.request Parts.ofRequest

[<AbstractClass; Sealed>]
type MoreArbitraries =
    static member FunctionUrlRequest() = Shapes.functionUrl

    static member Headers() = sound Shapes.areHeaders Shapes.headers
