namespace LambdaClient.FSharp

open System.Text.Json

/// <summary>Active patterns that tell the events of the AWS services apart, over what <c>Event.element</c> gives.</summary>
/// <remarks>
/// A pattern looks at few members and reads the whole event only if those fit: batches by the <c>eventSource</c> of their first
/// record (SNS writes <c>EventSource</c>), requests by <c>version</c>, <c>requestContext.elb</c> and <c>resource</c> (what an authorizer is asked, and
/// messages of a WebSocket API, are none), EventBridge by
/// <c>detail-type</c>, <c>source</c> and <c>detail</c>. An event that has the marks of a service and cannot be read matches
/// <c>Malformed</c> alone. Source: AWS Lambda Developer Guide, the page of each service (https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html).
/// </remarks>
[<AutoOpen>]
module EventPatterns =
    /// <summary>A request in payload format 1.0: a REST API, or an HTTP API that asks for it.</summary>
    [<return: Struct>]
    val (|ApiGatewayV1|_|): event: JsonElement -> ApiGatewayV1Request voption

    /// <summary>A request in payload format 2.0 that did not come by a function URL.</summary>
    [<return: Struct>]
    val (|ApiGatewayV2|_|): event: JsonElement -> ApiGatewayV2Request voption

    /// <summary>A request that came by a function URL; its format is 2.0 too.</summary>
    [<return: Struct>]
    val (|FunctionUrl|_|): event: JsonElement -> ApiGatewayV2Request voption

    /// <summary>A request from an Application Load Balancer.</summary>
    [<return: Struct>]
    val (|Alb|_|): event: JsonElement -> AlbRequest voption

    /// <summary>A batch of SQS messages.</summary>
    [<return: Struct>]
    val (|Sqs|_|): event: JsonElement -> SqsEvent voption

    /// <summary>A message of an SNS topic.</summary>
    [<return: Struct>]
    val (|Sns|_|): event: JsonElement -> SnsEvent voption

    /// <summary>An event of EventBridge, schedules included.</summary>
    [<return: Struct>]
    val (|EventBridge|_|): event: JsonElement -> EventBridgeEvent voption

    /// <summary>A notification of S3.</summary>
    [<return: Struct>]
    val (|S3|_|): event: JsonElement -> S3Event voption

    /// <summary>A batch of a DynamoDB stream.</summary>
    [<return: Struct>]
    val (|DynamoDb|_|): event: JsonElement -> DynamoDbEvent voption

    /// <summary>A batch of a Kinesis data stream.</summary>
    [<return: Struct>]
    val (|Kinesis|_|): event: JsonElement -> KinesisEvent voption

    /// <summary>An event that has the marks of one of these services, and the first place where it is not as that sends it.</summary>
    [<return: Struct>]
    val (|Malformed|_|): event: JsonElement -> EventError voption
