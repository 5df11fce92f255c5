/// Events as consoles, test tools and other senders make them: what only informs refuses nothing, and nothing that was sent vanishes.
module LambdaClient.Testing.Tests.OddFormTests

open System
open System.Text.Json
open System.Text.Json.Nodes
open FsCheck
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

let private read ofJson (json: string) =
    match ofJson (JsonElement.Parse json) with
    | Ok value -> value
    | Error(error: EventError) -> failwith error.Message

let private noon = DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero)

// Forms of one moment: seconds, a fraction, milliseconds, each as a number and as text, and ISO 8601.
let private forms =
    [
        "1782907200"
        "1782907200.0"
        "1.7829072e9"
        "1782907200000"
        "\"1782907200\""
        "\"1782907200000\""
        "\"2026-07-01T12:00:00Z\""
        "\"2026-07-01T14:00:00.000+02:00\""
    ]

let private odd =
    [
        "null"
        "true"
        "{}"
        "[]"
        "\"\""
        "\"yesterday\""
        "1e300"
        "-1e18"
        "\"\\ud800\""
    ]

let private dynamoDb time =
    $$$$$$"""{"Records":[{"eventID":"e","eventName":"INSERT","eventSource":"aws:dynamodb","awsRegion":"r","eventSourceARN":"a",
        "dynamodb":{"Keys":{"Id":{"N":"7"}},"SequenceNumber":"111","ApproximateCreationDateTime":{{{{{{time}}}}}}}}]}"""

let private kinesis time =
    $$$$$$"""{"Records":[{"eventSource":"aws:kinesis","eventID":"e","eventSourceARN":"a","awsRegion":"r",
        "kinesis":{"partitionKey":"k","sequenceNumber":"1","data":"","approximateArrivalTimestamp":{{{{{{time}}}}}}}}]}"""

[<Fact>]
let ``A time in seconds is read in each form, and one that cannot be read is absent`` () =
    for form in forms do
        let record = (read DynamoDbEvent.ofJson (dynamoDb form)).Records.Head
        Assert.Equal(Some noon, record.ChangedAt)
        Assert.Equal(Some noon, (read KinesisEvent.ofJson (kinesis form)).Records.Head.ArrivedAt)

    for form in odd do
        Assert.Equal(None, (read DynamoDbEvent.ofJson (dynamoDb form)).Records.Head.ChangedAt)
        Assert.Equal(None, (read KinesisEvent.ofJson (kinesis form)).Records.Head.ArrivedAt)

let private sqs count sent =
    $$$$$$"""{"Records":[{"messageId":"m","receiptHandle":"r","body":"b","eventSource":"aws:sqs","eventSourceARN":"a","awsRegion":"r",
        "attributes":{"ApproximateReceiveCount":{{{{{{count}}}}}},"SentTimestamp":{{{{{{sent}}}}}}}}]}"""

let private s3 time =
    $$$$$$"""{"Records":[{"eventSource":"aws:s3","awsRegion":"r","eventName":"n","eventTime":{{{{{{time}}}}}},
        "s3":{"bucket":{"name":"b","arn":"a"},"object":{"key":"a+b%2B","size":"5","eTag":7,"sequencer":null}}}]}"""

let private sns time =
    $$$$$$"""{"Records":[{"EventSource":"aws:sns","EventSubscriptionArn":7,"Sns":{"MessageId":"m","TopicArn":"t","Message":"b","Timestamp":{{{{{{time}}}}}}}}]}"""

let private bridge time =
    $$$$$$"""{"id":"i","source":"s","detail-type":"d","account":"a","region":"r","time":{{{{{{time}}}}}},"detail":{}}"""

[<Fact>]
let ``A time in milliseconds or ISO 8601 is read in each form, and one that cannot be read is absent`` () =
    for form in
        [
            "1782907200000"
            "\"1782907200000\""
            "\"2026-07-01T12:00:00Z\""
            "\"2026-07-01T14:00:00.000+02:00\""
        ] do
        Assert.Equal(Some noon, (read SqsEvent.ofJson (sqs "\"1\"" form)).Messages.Head.SentAt)
        Assert.Equal(Some noon, (read S3Event.ofJson (s3 form)).Records.Head.Time)
        Assert.Equal(Some noon, (read SnsEvent.ofJson (sns form)).Messages.Head.PublishedAt)
        Assert.Equal(Some noon, (read EventBridgeEvent.ofJson (bridge form)).Time)

    for form in odd do
        Assert.Equal(None, (read SqsEvent.ofJson (sqs "\"1\"" form)).Messages.Head.SentAt)
        Assert.Equal(None, (read S3Event.ofJson (s3 form)).Records.Head.Time)
        Assert.Equal(None, (read SnsEvent.ofJson (sns form)).Messages.Head.PublishedAt)
        Assert.Equal(None, (read EventBridgeEvent.ofJson (bridge form)).Time)

[<Fact>]
let ``How often a message was received is 1 where the queue does not say`` () =
    for form, expected in [ "\"3\"", 3; "3", 3; "null", 1; "\"many\"", 1; "{}", 1; "1e400", 1 ] do
        Assert.Equal(expected, (read SqsEvent.ofJson (sqs form "1")).Messages.Head.ReceiveCount)

[<Fact>]
let ``What else only informs refuses nothing`` () =
    let record = (read S3Event.ofJson (s3 "0")).Records.Head
    Assert.Equal(("a b+", None, None, None), (record.Key, record.SizeBytes, record.ETag, record.Sequencer))
    Assert.Equal(None, (read SnsEvent.ofJson (sns "0")).Messages.Head.SubscriptionArn)

let private v1 (rest: string) =
    read
        ApiGatewayV1Request.ofJson
        ("""{"resource":"/{proxy+}","path":"/hi","httpMethod":"GET","requestContext":{"stage":"Prod","identity":"x","requestTimeEpoch":{}}"""
         + rest
         + "}")

let private alb (rest: string) =
    read
        AlbRequest.ofJson
        ("""{"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"GET","path":"/" """
         + rest
         + "}")

/// Headers in every mixture of the two members, and what they say.
let private mixtures =
    [
        """null""", """null""", []
        """{}""", """{}""", []
        """{"Host":"x"}""", """null""", [ "Host", [ "x" ] ]
        """{"Host":"x"}""", """{}""", [ "Host", [ "x" ] ]
        """null""", """{"Host":["x","y"]}""", [ "Host", [ "x"; "y" ] ]
        """{}""", """{"Host":["x","y"]}""", [ "Host", [ "x"; "y" ] ]
        """{"Host":"y","A":"1"}""", """{"host":["x","y"]}""", [ "A", [ "1" ]; "host", [ "x"; "y" ] ]
        """{"A":"1","B":null}""", """{"A":[],"C":null}""", [ "A", [ "1" ] ]
        """{"A":"1"}""", """{"A":[null],"D":["2",null]}""", [ "A", [ "1" ]; "D", [ "2" ] ]
    ]

[<Fact>]
let ``Headers and parameters in one member, in the other or partly in both`` () =
    for single, several, expected in mixtures do

        let members one all =
            $""","%s{one}":%s{single},"%s{all}":%s{several}"""

        let both =
            members "headers" "multiValueHeaders"
            + members "queryStringParameters" "multiValueQueryStringParameters"

        let expected = Map expected
        let request = v1 both
        Assert.Equal<Map<string, string list>>(expected, request.Headers)
        Assert.Equal<Map<string, string list>>(expected, request.Query)
        let request = alb both
        Assert.Equal<Map<string, string list>>(expected, request.Headers)
        Assert.Equal<Map<string, string list>>(expected, request.Query)

[<Fact>]
let ``A load balancer that sends single values is answered with single values, though an empty map of all stands beside``
    ()
    =
    let request =
        alb
            ""","headers":{"host":"x"},"multiValueHeaders":{},"queryStringParameters":{"q":"1"},"multiValueQueryStringParameters":{} """

    Assert.False request.IsMultiValue
    Assert.True((alb ""","multiValueHeaders":{"host":["x"]} """).IsMultiValue)

[<Fact>]
let ``A request without an id is a request`` () =
    Assert.Equal(None, (v1 "").Context.RequestId)

    let v2 =
        read
            ApiGatewayV2Request.ofJson
            """{"version":"2.0","routeKey":"$default","rawPath":"/a","cookies":[null,"a=1"],"headers":{"a":null},
                "pathParameters":{"p":null},"requestContext":{"timeEpoch":"soon","accountId":7,"http":{"method":"GET","path":"/a","sourceIp":{}}}}"""

    Assert.Equal(None, v2.Context.RequestId)
    Assert.Equal<string list>([ "a=1" ], v2.Cookies)
    Assert.True(v2.Headers.IsEmpty && v2.PathParameters.IsEmpty)

/// Members without which a record cannot be handled or reported; all others inform.
let private needed =
    set
        [
            "Records"
            "eventSource"
            "EventSource"
            "messageId"
            "receiptHandle"
            "body"
            "eventSourceARN"
            "awsRegion"
            "kinesis"
            "partitionKey"
            "sequenceNumber"
            "data"
            "eventID"
            "eventName"
            "dynamodb"
            "Keys"
            "NewImage"
            "OldImage"
            "SequenceNumber"
            "s3"
            "bucket"
            "name"
            "arn"
            "object"
            "key"
            "Sns"
            "MessageId"
            "TopicArn"
            "Message"
        ]

let rec private informing (node: JsonNode) : (JsonObject * string) list =
    match node with
    | :? JsonArray as items -> items |> Seq.collect informing |> List.ofSeq
    | :? JsonObject as members ->
        [
            for KeyValue(name, inner) in members do
                if not (needed.Contains name) then
                    members, name
                elif name <> "Keys" && name <> "NewImage" && name <> "OldImage" then
                    yield! informing inner
        ]
    | _ -> []

let private attached = set [ "messageAttributes"; "MessageAttributes" ]

let private survives (values: Arbitrary<'T>) (toJson: 'T -> byte[]) (ofJson: JsonElement -> Result<'T, EventError>) =
    let cases =
        Gen.zip (Arb.toGen values) (Gen.zip (Gen.choose (0, 1000)) (Gen.elements odd))

    Prop.forAll (Arb.fromGen cases) (fun (event, (place, form)) ->
        let document = JsonNode.Parse(ReadOnlySpan<byte>(toJson event))

        match
            informing document
            |> List.filter (fun (_, name) -> not (attached.Contains name))
        with
        | [] -> ()
        | members ->
            let parent, name = members[place % members.Length]
            parent[name] <- JsonValue.Create "odd form"

            match ofJson (JsonElement.Parse(document.ToJsonString().Replace("\"odd form\"", form))) with
            | Ok _ -> ()
            | Error error -> failwith $"{name} = {form}: {error.Message}")
    |> fun property -> PropertyTest.Check(property, 300)

[<Fact>]
let ``No member that only informs refuses a batch, whatever its form`` () =
    survives (LambdaArbitraries.SqsEvent()) SqsEvent.toJson SqsEvent.ofJson
    survives (LambdaArbitraries.SnsEvent()) SnsEvent.toJson SnsEvent.ofJson
    survives (LambdaArbitraries.S3Event()) S3Event.toJson S3Event.ofJson
    survives (LambdaArbitraries.KinesisEvent()) KinesisEvent.toJson KinesisEvent.ofJson
    survives (LambdaArbitraries.DynamoDbEvent()) DynamoDbEvent.toJson DynamoDbEvent.ofJson
