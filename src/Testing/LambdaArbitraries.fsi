namespace LambdaClient.Testing

open FsCheck
open LambdaClient
open LambdaClient.Emulator
open LambdaClient.FSharp

/// <summary>Generators and shrinkers for what a handler gets.</summary>
/// <remarks>
/// Each gives what its service could send, with the awkward values among them: empty and long texts, text that JSON escapes, bodies of
/// bytes, keys and groups that several records share. Batches have from 1 to 20 records with different identifiers. A shrinker keeps
/// what is true of its service, and ends. Use one by itself, <c>Prop.forAll (LambdaArbitraries.SqsEvent())</c>, or register them all:
/// <c>ArbMap.defaults |> ArbMap.mergeWith&lt;LambdaArbitraries></c>, in C# <c>ArbMap.Default.Merge&lt;LambdaArbitraries>()</c>.
/// </remarks>
[<Sealed>]
type LambdaArbitraries =
    /// <summary>Requests of payload format 1.0.</summary>
    static member ApiGatewayV1Request: unit -> Arbitrary<ApiGatewayV1Request>

    /// <summary>Requests of payload format 2.0, not by a function URL.</summary>
    static member ApiGatewayV2Request: unit -> Arbitrary<ApiGatewayV2Request>

    /// <summary>Requests of an Application Load Balancer, with and without multi-value headers.</summary>
    static member AlbRequest: unit -> Arbitrary<AlbRequest>

    /// <summary>Batches of SQS messages, of standard and of FIFO queues.</summary>
    static member SqsEvent: unit -> Arbitrary<SqsEvent>

    /// <summary>Messages of an SNS topic.</summary>
    static member SnsEvent: unit -> Arbitrary<SnsEvent>

    /// <summary>Events of EventBridge with any detail.</summary>
    static member EventBridgeEvent: unit -> Arbitrary<EventBridgeEvent>

    /// <summary>Notifications of S3.</summary>
    static member S3Event: unit -> Arbitrary<S3Event>

    /// <summary>Batches of a DynamoDB stream, expiries included.</summary>
    static member DynamoDbEvent: unit -> Arbitrary<DynamoDbEvent>

    /// <summary>Batches of a Kinesis data stream.</summary>
    static member KinesisEvent: unit -> Arbitrary<KinesisEvent>

    /// <summary>What an application sends along.</summary>
    static member ClientContext: unit -> Arbitrary<ClientContext>

    /// <summary>Cognito identities, whole and in part.</summary>
    static member CognitoIdentity: unit -> Arbitrary<CognitoIdentity>

    /// <summary>What an F# handler is told: a JSON event, and everything else there or not there.</summary>
    static member InvocationDetails: unit -> Arbitrary<InvocationDetails>

    /// <summary>What is sent to a function: a JSON event, and everything else there or not there.</summary>
    static member InvocationRequest: unit -> Arbitrary<InvocationRequest>

/// <summary>Generators and shrinkers of which there are several for one type, so that they are not registered.</summary>
[<AbstractClass; Sealed>]
type MoreArbitraries =
    /// <summary>Requests that come by a function URL.</summary>
    static member FunctionUrlRequest: unit -> Arbitrary<ApiGatewayV2Request>

    /// <summary>Header fields of a request, by name in lower case.</summary>
    static member Headers: unit -> Arbitrary<Map<string, string>>
