/// How the services' events are told apart, without reading them.
module internal LambdaClient.FSharp.EventShapes

open System
open System.Text.Json

[<RequireQualifiedAccess; Struct>]
type Shape =
    | ApiGatewayV1
    | ApiGatewayV2
    | FunctionUrl
    | Alb
    | Sqs
    | Sns
    | EventBridge
    | S3
    | DynamoDb
    | Kinesis

let isFunctionUrlHost (host: string) =
    host.Contains(".lambda-url.", StringComparison.OrdinalIgnoreCase)
    && host.EndsWith(".on.aws", StringComparison.OrdinalIgnoreCase)

let private find (name: string) (element: JsonElement) =
    if element.ValueKind <> JsonValueKind.Object then
        ValueNone
    else
        match element.TryGetProperty name with
        | true, value when value.ValueKind <> JsonValueKind.Null -> ValueSome value
        | _ -> ValueNone

let private findText name element =
    match find name element with
    | ValueSome value when value.ValueKind = JsonValueKind.String -> value.GetString()
    | _ -> null

let private has name element = (find name element).IsSome

/// The record that the batch begins with names its service: SNS with a capital letter, everybody else without.
let private ofRecord record =
    match findText "eventSource" record, findText "EventSource" record with
    | "aws:sqs", _ -> ValueSome Shape.Sqs
    | "aws:s3", _ -> ValueSome Shape.S3
    | "aws:dynamodb", _ -> ValueSome Shape.DynamoDb
    | "aws:kinesis", _ -> ValueSome Shape.Kinesis
    | _, "aws:sns" -> ValueSome Shape.Sns
    | _ -> ValueNone

/// An authorizer is asked with the whole request, and a WebSocket API sends its messages in much the same form; neither takes an HTTP
/// response (API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer", "Set up a WebSocket API integration request").
let private isNoRequest event context =
    has "methodArn" event || has "routeArn" event || has "connectionId" context

let private ofRequest event context =
    match findText "version" event with
    | _ when isNoRequest event context -> ValueNone
    | "2.0" ->
        match findText "domainName" context with
        | null -> ValueSome Shape.ApiGatewayV2
        | host when isFunctionUrlHost host -> ValueSome Shape.FunctionUrl
        | _ -> ValueSome Shape.ApiGatewayV2
    // A REST API sends no version, and a load balancer neither that nor a resource.
    | null when has "elb" context -> ValueSome Shape.Alb
    | null
    | "1.0" when has "httpMethod" event && has "resource" event -> ValueSome Shape.ApiGatewayV1
    | _ -> ValueNone

/// The event's shape, if it is one of those known here.
let recognize (event: JsonElement) =
    try
        match find "Records" event, find "requestContext" event with
        | ValueSome records, _ when records.ValueKind = JsonValueKind.Array && records.GetArrayLength() > 0 ->
            ofRecord records[0]
        | _, ValueSome context -> ofRequest event context
        | _ when has "detail-type" event && has "source" event && has "detail" event -> ValueSome Shape.EventBridge
        | _ -> ValueNone
    with :? InvalidOperationException ->
        // A name or a value has an escape that is no Unicode text.
        ValueNone
