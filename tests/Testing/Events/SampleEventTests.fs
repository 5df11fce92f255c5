/// Events as the services' documentation shows them, in our own words; members that no record has are passed over.
module LambdaClient.Testing.Tests.SampleEventTests

open System
open System.Text
open System.Text.Json
open LambdaClient.FSharp
open Xunit

let private read ofJson (json: string) =
    match ofJson (JsonElement.Parse json) with
    | Ok value -> value
    | Error(error: EventError) -> failwith error.Message

[<Fact>]
let ``SQS, with attributes and a group`` () =
    let event =
        read
            SqsEvent.ofJson
            """{"Records":[{
                "messageId":"2e1424d4-f796-459a-8184-9c92662be6da","receiptHandle":"AQEB","body":"one more order",
                "attributes":{"ApproximateReceiveCount":"3","SentTimestamp":"1545082650636","SenderId":"AIDAIENQZJOLO23YVJ4VO",
                    "ApproximateFirstReceiveTimestamp":"1545082650649","MessageGroupId":"g","SequenceNumber":"18849496460467696128",
                    "MessageDeduplicationId":"1"},
                "messageAttributes":{"colour":{"stringValue":"red","stringListValues":[],"binaryListValues":[],"dataType":"String"},
                    "raw":{"binaryValue":"AQI=","dataType":"Binary.gif"}},
                "md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3","eventSource":"aws:sqs",
                "eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:orders.fifo","awsRegion":"us-east-2"}]}"""

    let message = Assert.Single event.Messages
    Assert.Equal("one more order", message.Body)
    Assert.Equal(3, message.ReceiveCount)
    Assert.Equal(Some(DateTimeOffset.FromUnixTimeMilliseconds 1545082650636L), message.SentAt)
    Assert.Equal(Some "g", message.GroupId)
    Assert.True message.IsFifo
    Assert.Equal(SqsAttribute.Text("String", "red"), message.Attributes["colour"])

    match message.Attributes["raw"] with
    | SqsAttribute.Binary("Binary.gif", bytes) -> Assert.Equal<byte>([ 1uy; 2uy ], bytes)
    | other -> failwith $"{other}"

[<Fact>]
let ``Kinesis, with seconds and a fraction`` () =
    let event =
        read
            KinesisEvent.ofJson
            """{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1",
                "sequenceNumber":"49590338271490256608559692538361571095921575989136588898","data":"SGVsbG8=",
                "approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0",
                "eventID":"shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
                "eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/r","awsRegion":"us-east-2",
                "eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/s"}]}"""

    let record = Assert.Single event.Records
    Assert.Equal("Hello", Encoding.UTF8.GetString(record.Data.AsSpan()))
    Assert.Equal(Some(DateTimeOffset.FromUnixTimeMilliseconds 1545084650987L), record.ArrivedAt)

[<Fact>]
let ``DynamoDB, an item that has expired`` () =
    let event =
        read
            DynamoDbEvent.ofJson
            """{"Records":[{"eventID":"1","eventVersion":"1.0","dynamodb":{"Keys":{"Id":{"N":"101"}},
                "OldImage":{"Message":{"S":"old"},"Id":{"N":"101"},"Tags":{"SS":["a","b"]},"Deep":{"M":{"L":{"L":[{"NULL":true},{"BOOL":false}]}}}},
                "ApproximateCreationDateTime":1.5E9,"StreamViewType":"NEW_AND_OLD_IMAGES","SequenceNumber":"111","SizeBytes":26},
                "awsRegion":"us-west-2","eventName":"REMOVE","eventSourceARN":"arn:aws:dynamodb:us-west-2:123456789012:table/t/stream/s",
                "eventSource":"aws:dynamodb","userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"}}]}"""

    let record = Assert.Single event.Records
    Assert.True record.IsExpiry
    Assert.Equal(None, record.NewImage)
    Assert.Equal(Some(DateTimeOffset.FromUnixTimeSeconds 1500000000L), record.ChangedAt)
    let image = record.OldImage.Value
    Assert.Equal(AttributeValue.StringSet [ "a"; "b" ], image["Tags"])

    Assert.Equal(
        AttributeValue.Map(Map [ "L", AttributeValue.List [ AttributeValue.Null; AttributeValue.Bool false ] ]),
        image["Deep"]
    )

[<Fact>]
let ``S3, a key that was encoded`` () =
    let event =
        read
            S3Event.ofJson
            """{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-2","eventTime":"2019-09-03T19:37:27.192Z",
                "eventName":"ObjectCreated:Put","userIdentity":{"principalId":"AWS:A"},"requestParameters":{"sourceIPAddress":"205.255.255.255"},
                "s3":{"s3SchemaVersion":"1.0","configurationId":"c","bucket":{"name":"photos","ownerIdentity":{"principalId":"A3"},
                "arn":"arn:aws:s3:::photos"},"object":{"key":"red+flower%2B.jpg","size":1305107,"eTag":"b21b","sequencer":"0C0F6F405D6ED209E1"}}}]}"""

    let record = Assert.Single event.Records
    Assert.Equal("red flower+.jpg", record.Key)
    Assert.Equal(Some 1305107L, record.SizeBytes)

[<Fact>]
let ``SNS and EventBridge`` () =
    let event =
        read
            SnsEvent.ofJson
            """{"Records":[{"EventVersion":"1.0","EventSubscriptionArn":"arn:s","EventSource":"aws:sns","Sns":{"SignatureVersion":"1",
                "Timestamp":"2019-01-02T12:45:07.000Z","Signature":"x","SigningCertUrl":"https://sns","MessageId":"95df01b4",
                "Message":"Hello","MessageAttributes":{"Test":{"Type":"String","Value":"TestString"}},"Type":"Notification",
                "UnsubscribeUrl":"https://sns","TopicArn":"arn:t","Subject":null}}]}"""

    let message = Assert.Single event.Messages
    Assert.Equal("Hello", message.Body)
    Assert.Equal(None, message.Subject)
    Assert.Equal(Some "arn:s", message.SubscriptionArn)

    let event =
        read
            EventBridgeEvent.ofJson
            """{"version":"0","id":"53dc4d37","detail-type":"Scheduled Event","source":"aws.events","account":"123456789012",
                "time":"2015-10-08T16:53:06Z","region":"us-east-1","resources":["arn:rule"],"detail":{}}"""

    Assert.Equal("Scheduled Event", event.DetailType)
    Assert.Equal(JsonPart.Parse "{}", event.Detail)

[<Fact>]
let ``A REST API sends null for what is absent`` () =
    let request =
        read
            ApiGatewayV1Request.ofJson
            """{"resource":"/{proxy+}","path":"/p","httpMethod":"GET","headers":null,"multiValueHeaders":null,
                "queryStringParameters":null,"multiValueQueryStringParameters":null,"pathParameters":null,"stageVariables":null,
                "requestContext":{"accountId":"1","apiId":"a","stage":"prod","requestId":"r","authorizer":null,
                    "requestTimeEpoch":1583348638390,"identity":{"sourceIp":"1.2.3.4","userAgent":null}},
                "body":null,"isBase64Encoded":false}"""

    Assert.Equal(HttpBody.Empty, request.Body)
    Assert.Equal(Some "1.2.3.4", request.Context.SourceIp)
    Assert.Empty request.Headers

[<Fact>]
let ``Several values count more than one`` () =
    let request =
        read
            ApiGatewayV1Request.ofJson
            """{"version":"1.0","resource":"/","path":"/","httpMethod":"GET","headers":{"Accept":"b"},
                "multiValueHeaders":{"Accept":["a","b"]},"requestContext":{"requestId":"r"}}"""

    Assert.Equal(Some [ "a"; "b" ], HttpHeaders.tryFind "accept" request.Headers)

[<Fact>]
let ``DynamoDB, a change by somebody who is no service`` () =
    let event =
        read
            DynamoDbEvent.ofJson
            """{"Records":[{"eventID":"1","dynamodb":{"Keys":{"Id":{"N":"1"}},"ApproximateCreationDateTime":1480642020,"SequenceNumber":"1",
                "StreamViewType":"KEYS_ONLY"},"awsRegion":"r","eventName":"REMOVE","eventSourceARN":"arn","eventSource":"aws:dynamodb",
                "userIdentity":{"type":"User","principalId":"somebody"}}]}"""

    let record = Assert.Single event.Records
    Assert.Equal(None, record.ServicePrincipal)
    Assert.False record.IsExpiry
    Assert.Equal(Some(DateTimeOffset.FromUnixTimeSeconds 1480642020L), record.ChangedAt)

[<Fact>]
let ``S3, events of other versions keep their names`` () =
    let event =
        read
            S3Event.ofJson
            """{"Records":[{"eventVersion":"2.3","eventSource":"aws:s3","awsRegion":"r","eventTime":"1970-01-01T00:00:00.000Z",
                "eventName":"s3:ObjectRestore:Completed","s3":{"bucket":{"name":"b","arn":"arn:aws:s3:::b"},"object":{"key":"a%2Fb","versionId":null}},
                "glacierEventData":{"restoreEventData":{"lifecycleRestoreStorageClass":"STANDARD"}}}]}"""

    let record = Assert.Single event.Records
    Assert.Equal("s3:ObjectRestore:Completed", record.EventName)
    Assert.Equal("a/b", record.Key)
    Assert.Equal(None, record.VersionId)
