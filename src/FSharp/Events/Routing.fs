namespace LambdaClient.FSharp

open LambdaClient.FSharp.EventShapes

[<AutoOpen>]
module EventPatterns =
    let private matching shape read event =
        if recognize event <> ValueSome shape then
            ValueNone
        else
            match read event with
            | Ok value -> ValueSome value
            | Error(_: EventError) -> ValueNone

    [<return: Struct>]
    let (|ApiGatewayV1|_|) event =
        matching Shape.ApiGatewayV1 ApiGatewayV1Request.ofJson event

    [<return: Struct>]
    let (|ApiGatewayV2|_|) event =
        matching Shape.ApiGatewayV2 ApiGatewayV2Request.ofJson event

    [<return: Struct>]
    let (|FunctionUrl|_|) event =
        matching Shape.FunctionUrl ApiGatewayV2Request.ofJson event

    [<return: Struct>]
    let (|Alb|_|) event =
        matching Shape.Alb AlbRequest.ofJson event

    [<return: Struct>]
    let (|Sqs|_|) event =
        matching Shape.Sqs SqsEvent.ofJson event

    [<return: Struct>]
    let (|Sns|_|) event =
        matching Shape.Sns SnsEvent.ofJson event

    [<return: Struct>]
    let (|EventBridge|_|) event =
        matching Shape.EventBridge EventBridgeEvent.ofJson event

    [<return: Struct>]
    let (|S3|_|) event = matching Shape.S3 S3Event.ofJson event

    [<return: Struct>]
    let (|DynamoDb|_|) event =
        matching Shape.DynamoDb DynamoDbEvent.ofJson event

    [<return: Struct>]
    let (|Kinesis|_|) event =
        matching Shape.Kinesis KinesisEvent.ofJson event

    let private problem (result: Result<'T, EventError>) =
        match result with
        | Ok _ -> ValueNone
        | Error error -> ValueSome error

    [<return: Struct>]
    let (|Malformed|_|) event =
        match recognize event with
        | ValueNone -> ValueNone
        | ValueSome shape ->
            match shape with
            | Shape.ApiGatewayV1 -> problem (ApiGatewayV1Request.ofJson event)
            | Shape.ApiGatewayV2
            | Shape.FunctionUrl -> problem (ApiGatewayV2Request.ofJson event)
            | Shape.Alb -> problem (AlbRequest.ofJson event)
            | Shape.Sqs -> problem (SqsEvent.ofJson event)
            | Shape.Sns -> problem (SnsEvent.ofJson event)
            | Shape.EventBridge -> problem (EventBridgeEvent.ofJson event)
            | Shape.S3 -> problem (S3Event.ofJson event)
            | Shape.DynamoDb -> problem (DynamoDbEvent.ofJson event)
            | Shape.Kinesis -> problem (KinesisEvent.ofJson event)
