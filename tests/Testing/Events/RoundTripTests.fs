/// What is written of an event is read as the same event, by each way there is to read it, and by no other service's pattern.
module LambdaClient.Testing.Tests.RoundTripTests

open System
open System.Text
open System.Text.Json
open FsCheck
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

let private routes (event: JsonElement) =
    match event with
    | ApiGatewayV1 request -> "ApiGatewayV1", box request
    | ApiGatewayV2 request -> "ApiGatewayV2", box request
    | FunctionUrl request -> "FunctionUrl", box request
    | Alb request -> "Alb", box request
    | Sqs batch -> "Sqs", box batch
    | Sns message -> "Sns", box message
    | EventBridge event -> "EventBridge", box event
    | S3 event -> "S3", box event
    | DynamoDb batch -> "DynamoDb", box batch
    | Kinesis batch -> "Kinesis", box batch
    | Malformed error -> error.Message, null
    | _ -> "none", null

let private check name (values: Arbitrary<'T>) (toJson: 'T -> byte[]) (ofJson: JsonElement -> Result<'T, EventError>) =
    Prop.forAll values (fun value ->
        let json = toJson value
        let element = JsonElement.Parse(ReadOnlySpan<byte> json)
        let context = Received.Context(Encoding.UTF8.GetString json)
        Assert.Equal(Ok value, ofJson element)
        Assert.Equal((name, box value), routes element)
        Assert.Equal<'T>(value, JsonSerializer.Deserialize<'T>(ReadOnlySpan<byte> json))
        Assert.Equal(Ok value, Event.json<'T> context |> Result.mapError LambdaError.toFunctionError)
        Assert.Equal(Ok value, ofJson (JsonElement.Parse(JsonSerializer.Serialize value))))
    |> PropertyTest.Check

[<Fact>]
let ``A request of payload format 1.0`` () =
    check "ApiGatewayV1" (LambdaArbitraries.ApiGatewayV1Request()) ApiGatewayV1Request.toJson ApiGatewayV1Request.ofJson

[<Fact>]
let ``A request of payload format 2.0`` () =
    check "ApiGatewayV2" (LambdaArbitraries.ApiGatewayV2Request()) ApiGatewayV2Request.toJson ApiGatewayV2Request.ofJson

[<Fact>]
let ``A request by a function URL`` () =
    check "FunctionUrl" (MoreArbitraries.FunctionUrlRequest()) ApiGatewayV2Request.toJson ApiGatewayV2Request.ofJson

[<Fact>]
let ``A request of a load balancer`` () =
    check "Alb" (LambdaArbitraries.AlbRequest()) AlbRequest.toJson AlbRequest.ofJson

[<Fact>]
let ``A batch of SQS`` () =
    check "Sqs" (LambdaArbitraries.SqsEvent()) SqsEvent.toJson SqsEvent.ofJson

[<Fact>]
let ``A message of SNS`` () =
    check "Sns" (LambdaArbitraries.SnsEvent()) SnsEvent.toJson SnsEvent.ofJson

[<Fact>]
let ``An event of EventBridge`` () =
    check "EventBridge" (LambdaArbitraries.EventBridgeEvent()) EventBridgeEvent.toJson EventBridgeEvent.ofJson

[<Fact>]
let ``A notification of S3`` () =
    check "S3" (LambdaArbitraries.S3Event()) S3Event.toJson S3Event.ofJson

[<Fact>]
let ``A batch of a DynamoDB stream`` () =
    check "DynamoDb" (LambdaArbitraries.DynamoDbEvent()) DynamoDbEvent.toJson DynamoDbEvent.ofJson

[<Fact>]
let ``A batch of a Kinesis stream`` () =
    check "Kinesis" (LambdaArbitraries.KinesisEvent()) KinesisEvent.toJson KinesisEvent.ofJson

[<Fact>]
let ``Other events match nothing`` () =
    for json in
        [
            "{}"
            "[]"
            "null"
            "1"
            "\"\\ud800\""
            """{"Records":[]}"""
            """{"Records":[{"eventSource":"aws:codecommit"}]}"""
            """{"Records":{"eventSource":"aws:sqs"}}"""
            """{"version":"3.0","requestContext":{}}"""
            // What authorizers are asked, and a message of a WebSocket API.
            """{"type":"REQUEST","methodArn":"arn","resource":"/","path":"/","httpMethod":"GET","requestContext":{"requestId":"r"}}"""
            """{"version":"2.0","type":"REQUEST","routeArn":"arn","routeKey":"GET /","rawPath":"/","requestContext":{"requestId":"r","http":{"method":"GET","path":"/"}}}"""
            """{"resource":"/","path":"/","httpMethod":"POST","requestContext":{"requestId":"r","connectionId":"c","eventType":"MESSAGE"},"body":"hi"}"""
            """{"\ud800":1}"""
            """{"version":"\ud800","requestContext":{}}"""
        ] do
        Assert.Equal(("none", null), routes (JsonElement.Parse json))
