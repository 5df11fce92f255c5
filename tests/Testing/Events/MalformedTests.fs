/// Whatever comes, reading an event throws nothing, and says where the trouble is.
module LambdaClient.Testing.Tests.MalformedTests

open System
open System.Text.Json
open System.Text.Json.Nodes
open FsCheck
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

let private problemOf ofJson (json: string) =
    match ofJson (JsonElement.Parse json) with
    | Ok value -> failwith $"{value} was read"
    | Error(error: EventError) -> error.Path, error.Problem

let private sqs =
    """{"Records":[{"messageId":"m","receiptHandle":"r","body":"b","attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"0"},"eventSource":"aws:sqs","eventSourceARN":"a","awsRegion":"r"}]}"""

[<Theory>]
[<InlineData("\"body\":\"b\"", "\"body\":7", "$.Records[0].body", "is a number, not a string")>]
[<InlineData("\"body\":\"b\",", "", "$.Records[0].body", "is missing")>]
[<InlineData("\"body\":\"b\"", "\"body\":null", "$.Records[0].body", "is missing")>]
[<InlineData("\"body\":\"b\"", "\"body\":\"\\ud800\"", "$.Records[0].body", "has an escape that is no Unicode text")>]
[<InlineData("\"messageId\":\"m\"", "\"messageId\":\"\"", "$.Records[0].messageId", "is empty")>]
[<InlineData("\"aws:sqs\"", "\"aws:s3\"", "$.Records[0].eventSource", "is a string, not \"aws:sqs\"")>]
[<InlineData("\"body\":\"b\"",
             "\"body\":\"b\",\"messageAttributes\":{\"a b\":{\"dataType\":\"String\"}}",
             "$.Records[0].messageAttributes['a b']",
             "has no value that fits its dataType")>]
[<InlineData("\"body\":\"b\"",
             "\"body\":\"b\",\"messageAttributes\":{\"x\":{\"dataType\":\"Binary\",\"binaryValue\":\"?\"}}",
             "$.Records[0].messageAttributes.x.binaryValue",
             "is not base64")>]
let ``An SQS batch`` (part: string) (instead: string) path problem =
    Assert.Equal((path, problem), problemOf SqsEvent.ofJson (sqs.Replace(part, instead)))

[<Theory>]
[<InlineData("1")>]
[<InlineData("null")>]
[<InlineData("[]")>]
[<InlineData("{\"Records\":{}}")>]
[<InlineData("{\"Records\":[null]}")>]
let ``No event at all`` json =
    let path, _ = problemOf SqsEvent.ofJson json
    Assert.StartsWith("$", path)

[<Fact>]
let ``Attribute values`` () =
    let event value =
        $"{{\"Records\":[{{\"eventSource\":\"aws:dynamodb\",\"eventID\":\"1\",\"eventName\":\"INSERT\",\"dynamodb\":{{\"Keys\":{{\"Id\":{value}}}}}}}]}}"

    for value, path, problem in
        [
            "{\"N\":1}", ".N", "is a number, not a string"
            "{\"L\":[{\"S\":1}]}", ".L[0].S", "is a number, not a string"
            "{\"X\":1}", "", "has the type \"X\", which DynamoDB does not have"
            "{}", "", "is no attribute value, which is an object with one member, its type"
            "7", "", "is no attribute value, which is an object with one member, its type"
        ] do
        Assert.Equal(("$.Records[0].dynamodb.Keys.Id" + path, problem), problemOf DynamoDbEvent.ofJson (event value))

/// Puts a value into a random place of a document.
let rec private damage (random: Random) (instead: unit -> JsonNode) (node: JsonNode) : JsonNode =
    match node with
    | :? JsonObject as members when members.Count > 0 && random.Next 8 > 0 ->
        let name = (Seq.item (random.Next members.Count) members).Key

        if random.Next 6 = 0 then
            members.Remove name |> ignore
        else
            let inner = members[name]
            members[name] <- null
            members[name] <- damage random instead inner

        node
    | :? JsonArray as items when items.Count > 0 && random.Next 8 > 0 ->
        let place = random.Next items.Count
        let inner = items[place]
        items[place] <- null
        items[place] <- damage random instead inner
        node
    | _ -> instead ()

let private damaged (values: Arbitrary<'T>) (toJson: 'T -> byte[]) (ofJson: JsonElement -> Result<'T, EventError>) =
    let cases =
        gen {
            let! value = Arb.toGen values
            let! seed = Gen.choose (0, Int32.MaxValue)
            return value, seed
        }

    Prop.forAll (Arb.fromGen cases) (fun (value, seed) ->
        let random = Random seed

        let instead () =
            let pieces =
                [|
                    "null"
                    "{}"
                    "[]"
                    "1e400"
                    "-1"
                    "\"\""
                    "true"
                    "\"9\""
                    "[[]]"
                    "\"2019\""
                |]

            JsonNode.Parse pieces[random.Next pieces.Length]

        let node = damage random instead (JsonNode.Parse(ReadOnlySpan<byte>(toJson value)))
        let text = if isNull node then "null" else node.ToJsonString()
        let element = JsonElement.Parse text

        match ofJson element with
        | Error error ->
            Assert.StartsWith("$", error.Path)
            Assert.NotEmpty error.Problem
        // What was damaged may still be an event; then it is written and read as itself.
        | Ok event -> Assert.Equal(Ok event, ofJson (JsonElement.Parse(ReadOnlySpan<byte>(toJson event)))))
    |> fun property -> PropertyTest.Check(property, 300)

[<Fact>]
let ``Damaged events`` () =
    damaged (LambdaArbitraries.SqsEvent()) SqsEvent.toJson SqsEvent.ofJson
    damaged (LambdaArbitraries.SnsEvent()) SnsEvent.toJson SnsEvent.ofJson
    damaged (LambdaArbitraries.EventBridgeEvent()) EventBridgeEvent.toJson EventBridgeEvent.ofJson
    damaged (LambdaArbitraries.S3Event()) S3Event.toJson S3Event.ofJson
    damaged (LambdaArbitraries.KinesisEvent()) KinesisEvent.toJson KinesisEvent.ofJson
    damaged (LambdaArbitraries.DynamoDbEvent()) DynamoDbEvent.toJson DynamoDbEvent.ofJson
    damaged (LambdaArbitraries.ApiGatewayV1Request()) ApiGatewayV1Request.toJson ApiGatewayV1Request.ofJson
    damaged (LambdaArbitraries.ApiGatewayV2Request()) ApiGatewayV2Request.toJson ApiGatewayV2Request.ofJson
    damaged (LambdaArbitraries.AlbRequest()) AlbRequest.toJson AlbRequest.ofJson

[<Fact>]
let ``The pattern for what cannot be read says where`` () =
    match JsonElement.Parse(sqs.Replace("\"body\":\"b\"", "\"body\":7")) with
    | Sqs _ -> failwith "it was read"
    | Malformed error -> Assert.Equal("$.Records[0].body", error.Path)
    | _ -> failwith "it was not recognised"

[<Fact>]
let ``A typed handler fails with the place`` () =
    let context = Received.Context(sqs.Replace("\"body\":\"b\"", "\"body\":7"))

    match Event.json<SqsEvent> context with
    | Error(LambdaError.Undecodable error) -> Assert.Equal("$.Records[0].body", error.Path)
    | Error error -> failwith $"{error}"
    | Ok _ -> failwith "it was read"
