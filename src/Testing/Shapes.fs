/// The generated events: what their services could send, with few keys and groups so that they meet, and what keeps them sound.
module internal LambdaClient.Testing.Shapes

open System
open System.Globalization
open FsCheck
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.Testing.Atoms

let private token =
    Gen.elements [ "accept"; "content-type"; "host"; "x-forwarded-for"; "x-a"; "cookie"; "a" ]

let private isToken (name: string) =
    name.Length > 0
    && name |> Seq.forall (fun c -> Char.IsAsciiLetterOrDigit c || c = '-')

let private fieldValue =
    Gen.elements [ ""; "*/*"; "text/plain; charset=utf-8"; "a, b"; "\"q\""; "0"; "été" ]

let isFieldValue (value: string) =
    not (value |> Seq.exists Char.IsControl)

let headers: Gen<Map<string, string>> =
    Gen.zip token fieldValue |> Gen.listOf |> Gen.map Map.ofList

let areHeaders (headers: Map<string, string>) =
    headers |> Map.forall (fun name value -> isToken name && isFieldValue value)

let private allHeaders isMultiValue : Gen<Map<string, string list>> =
    gen {
        let! most = if isMultiValue then Gen.choose (1, 3) else Gen.constant 1
        let! fields = Gen.zip token (Gen.listOfLength most fieldValue) |> Gen.listOf
        return Map.ofList fields
    }

let private query isMultiValue : Gen<Map<string, string list>> =
    gen {
        let! most = if isMultiValue then Gen.choose (1, 3) else Gen.constant 1

        let! pairs =
            Gen.zip (Arb.toGen text) (Gen.listOfLength most (Arb.toGen text)) |> Gen.listOf

        return Map.ofList pairs
    }

let private isFull isMultiValue values =
    values
    |> Map.forall (fun _ all ->
        if isMultiValue then
            not (List.isEmpty all)
        else
            List.length all = 1)

let private method =
    Gen.elements [ "GET"; "POST"; "PUT"; "DELETE"; "PATCH"; "HEAD"; "OPTIONS" ]

let private isMethod (method: string) =
    method.Length > 0 && method |> Seq.forall Char.IsAsciiLetterUpper

let private path =
    Gen.elements [ "/"; "/pets"; "/pets/7"; "/pets/%2F"; "/a%20b"; "//"; "/pets/" ]

let private isPath (path: string) = path.StartsWith '/'

let private body =
    ArbMap.generate<HttpBody> map
    |> Gen.map (fun body ->
        match body with
        | HttpBody.Text "" -> HttpBody.Empty
        | HttpBody.Binary bytes when bytes.IsEmpty -> HttpBody.Empty
        | other -> other)

let private isBody body =
    match body with
    | HttpBody.Text text -> text <> ""
    | HttpBody.Binary bytes -> not bytes.IsEmpty
    | HttpBody.Empty -> true

let apiGatewayV1 =
    gen {
        let! request = ArbMap.generate<ApiGatewayV1Request> map
        let! method = method
        let! path = path
        let! headers = allHeaders true
        let! query = query true
        let! body = body

        return
            { request with
                Resource = "/{proxy+}"
                Method = method
                Path = path
                Headers = headers
                Query = query
                Body = body
            }
    }
    |> sound (fun request ->
        isMethod request.Method
        && isPath request.Path
        && isPath request.Resource
        && isFull true request.Headers
        && isFull true request.Query
        && isBody request.Body
        && request.Headers
           |> Map.forall (fun name values -> isToken name && List.forall isFieldValue values))

let private apiGatewayV2With (host: string) =
    gen {
        let! request = ArbMap.generate<ApiGatewayV2Request> map
        let! method = method
        let! path = path
        let! headers = headers
        let! body = body

        return
            { request with
                Path = path
                Headers = headers
                Body = body
                Context =
                    { request.Context with
                        DomainName = Some host
                        Http =
                            { request.Context.Http with
                                Method = method
                                Path = path
                            }
                    }
            }
    }
    |> sound (fun request ->
        isMethod request.Method
        && isPath request.Path
        && isPath request.Context.Http.Path
        && isBody request.Body
        && areHeaders request.Headers
        && request.Context.DomainName = Some host)

let apiGatewayV2 = apiGatewayV2With "id.execute-api.us-east-1.amazonaws.com"

let functionUrl = apiGatewayV2With "id.lambda-url.us-east-1.on.aws"

let alb =
    gen {
        let! isMultiValue = Gen.elements [ true; false ]
        let! method = method
        let! path = path
        let! headers = allHeaders isMultiValue
        let! query = query isMultiValue
        let! body = body

        return
            {
                TargetGroupArn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/group/1"
                Method = method
                Path = path
                IsMultiValue = isMultiValue
                Headers = headers
                Query = query
                Body = body
            }
    }
    |> sound (fun request ->
        isMethod request.Method
        && isPath request.Path
        && request.TargetGroupArn <> ""
        && isFull request.IsMultiValue request.Headers
        && isFull request.IsMultiValue request.Query
        && isBody request.Body
        && request.Headers
           |> Map.forall (fun name values -> isToken name && List.forall isFieldValue values))

/// A list of one or more, each with its place.
let private several (item: int -> Gen<'T>) =
    Gen.sized (fun size ->
        gen {
            let! count = Gen.choose (1, max 1 (min size 20))
            return! Gen.collectToList item [ 0 .. count - 1 ]
        })

let private areDistinct identify items =
    not (List.isEmpty items)
    && items |> List.forall (fun item -> identify item <> "")
    && List.length (List.distinctBy identify items) = List.length items

let private sqsMessage isFifo (place: int) =
    gen {
        let! message = ArbMap.generate<SqsMessage> map
        let! unique = Gen.choose (0, Int32.MaxValue)
        let! count = Gen.elements [ 1; 1; 1; 2; 5; Int32.MaxValue ]
        let! group = Gen.elements [ "a"; "b"; "c" ]
        let! isFair = Gen.elements [ true; false ]
        let queue = if isFifo then "orders.fifo" else "orders"

        return
            { message with
                MessageId = $"%08x{unique}-0000-4000-8000-%012x{place}"
                ReceiveCount = count
                GroupId = if isFifo || isFair then Some group else None
                SequenceNumber = if isFifo then Some(place.ToString "D20") else None
                Attributes =
                    message.Attributes
                    |> Map.map (fun _ attribute ->
                        match attribute with
                        | SqsAttribute.Text(_, value) -> SqsAttribute.Text("String", value)
                        | SqsAttribute.Binary(_, value) -> SqsAttribute.Binary("Binary", value))
                QueueArn = $"arn:aws:sqs:us-east-1:123456789012:{queue}"
                Region = "us-east-1"
            }
    }

let private isSqsMessage (message: SqsMessage) =
    message.ReceiveCount > 0
    && message.QueueArn.StartsWith("arn:", StringComparison.Ordinal)
    && message.IsFifo = message.SequenceNumber.IsSome
    && (not message.IsFifo || message.GroupId.IsSome)
    && message.Attributes
       |> Map.forall (fun _ attribute ->
           match attribute with
           | SqsAttribute.Text("String", _)
           | SqsAttribute.Binary("Binary", _) -> true
           | _ -> false)

let sqs =
    gen {
        let! isFifo = Gen.elements [ true; false ]
        let! messages = several (sqsMessage isFifo)
        return ({ Messages = messages }: SqsEvent)
    }
    |> sound (fun (event: SqsEvent) ->
        areDistinct (fun (message: SqsMessage) -> message.MessageId) event.Messages
        && List.forall isSqsMessage event.Messages
        && List.length (event.Messages |> List.distinctBy (fun message -> message.QueueArn)) = 1)

let sns =
    gen {
        let! message = ArbMap.generate<SnsMessage> map

        return
            ({
                Messages =
                    [
                        { message with
                            TopicArn = "arn:aws:sns:us-east-1:123456789012:topic"
                        }
                    ]
            }
            : SnsEvent)
    }
    |> sound (fun (event: SnsEvent) -> List.length event.Messages = 1)

let eventBridge =
    gen {
        let! event = ArbMap.generate<EventBridgeEvent> map
        let! source = Gen.elements [ "aws.ec2"; "aws.events"; "com.example.orders" ]
        return { event with Source = source }
    }
    |> sound (fun event -> event.Source <> "")

let s3 =
    gen {
        let! record = ArbMap.generate<S3Record> map

        let! name =
            Gen.elements [ "ObjectCreated:Put"; "ObjectCreated:Copy"; "ObjectRemoved:Delete" ]

        let! key =
            Gen.elements [ "a"; "red flower.jpg"; "a+b"; "100%.txt"; "folder/ü.txt"; "😀" ]

        let! size = Gen.elements [ 0L; 1L; 5L * 1024L * 1024L * 1024L * 1024L ]
        let wasCreated = name.StartsWith("ObjectCreated", StringComparison.Ordinal)

        return
            ({
                Records =
                    [
                        { record with
                            EventName = name
                            Key = key
                            SizeBytes = if wasCreated then Some size else None
                            ETag = if wasCreated then record.ETag else None
                        }
                    ]
            }
            : S3Event)
    }
    |> sound (fun (event: S3Event) ->
        List.length event.Records = 1
        && event.Records
           |> List.forall (fun record ->
               record.Key <> "" && record.SizeBytes |> Option.forall (fun size -> size >= 0L)))

let private sequenceNumber place =
    (49590338271490256608559692538361571095921575989136588898I + bigint (place: int)).ToString
        CultureInfo.InvariantCulture

let private isSequence (number: string) =
    number.Length > 0 && Seq.forall Char.IsAsciiDigit number

let kinesis =
    several (fun place ->
        gen {
            let! record = ArbMap.generate<KinesisRecord> map
            let! key = Gen.elements [ "a"; "b"; "c" ]
            let number = sequenceNumber place

            return
                { record with
                    PartitionKey = key
                    SequenceNumber = number
                    EventId = "shardId-000000000000:" + number
                    StreamArn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks"
                    Region = "us-east-1"
                }
        })
    |> Gen.map (fun records -> ({ Records = records }: KinesisEvent))
    |> sound (fun (event: KinesisEvent) ->
        areDistinct (fun (record: KinesisRecord) -> record.SequenceNumber) event.Records
        && event.Records
           |> List.forall (fun record -> record.PartitionKey <> "" && isSequence record.SequenceNumber))

let private number =
    Gen.elements [ "0"; "-1"; "3.14"; "1E+125"; "99999999999999999999999999999999999999" ]

let private isNumber (text: string) =
    Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture) |> fst

let rec private repaired value =
    match value with
    | AttributeValue.Number _ -> Gen.map AttributeValue.Number number
    | AttributeValue.NumberSet _ -> Gen.nonEmptyListOf number |> Gen.map (List.distinct >> AttributeValue.NumberSet)
    | AttributeValue.List values -> Gen.collectToList repaired values |> Gen.map AttributeValue.List
    | AttributeValue.Map values ->
        values
        |> Map.toList
        |> Gen.collectToList (fun (name, value) -> repaired value |> Gen.map (fun value -> name, value))
        |> Gen.map (Map.ofList >> AttributeValue.Map)
    | other -> Gen.constant other

let rec private isAttribute value =
    match value with
    | AttributeValue.Number text -> isNumber text
    | AttributeValue.NumberSet texts -> List.forall isNumber texts
    | AttributeValue.List values -> List.forall isAttribute values
    | AttributeValue.Map values -> values |> Map.forall (fun _ value -> isAttribute value)
    | _ -> true

let private item =
    gen {
        let! values =
            Gen.scaleSize (min 8) (ArbMap.generate<Map<string, AttributeValue>> map)

        match! repaired (AttributeValue.Map values) with
        | AttributeValue.Map values -> return values
        | _ -> return values
    }

let dynamoDb =
    several (fun place ->
        gen {
            let! change = Gen.elements [ Insert; Modify; Remove ]
            let! key = Gen.elements [ "a"; "b"; "c" ]
            let! before = item
            let! after = item
            let! at = Gen.optionOf (Arb.toGen time)
            let! isExpiry = Gen.elements [ false; false; true ]
            let keys = Map [ "id", AttributeValue.String key ]

            return
                {
                    EventId = $"%032x{place}"
                    Change = change
                    Keys = keys
                    NewImage =
                        if change = Remove then
                            None
                        else
                            Some(Map.add "id" keys["id"] after)
                    OldImage =
                        if change = Insert then
                            None
                        else
                            Some(Map.add "id" keys["id"] before)
                    SequenceNumber = sequenceNumber place
                    ChangedAt = at
                    StreamArn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2024-01-01T00:00:00.000"
                    Region = "us-east-1"
                    ServicePrincipal =
                        if isExpiry && change = Remove then
                            Some "dynamodb.amazonaws.com"
                        else
                            None
                }
        })
    |> Gen.map (fun records -> ({ Records = records }: DynamoDbEvent))
    |> sound (fun (event: DynamoDbEvent) ->
        areDistinct (fun (record: DynamoDbRecord) -> record.SequenceNumber) event.Records
        && event.Records
           |> List.forall (fun record ->
               isSequence record.SequenceNumber
               && not record.Keys.IsEmpty
               && [ Some record.Keys; record.NewImage; record.OldImage ]
                  |> List.forall (Option.forall (AttributeValue.Map >> isAttribute))))
