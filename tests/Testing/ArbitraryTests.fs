/// The generators make the awkward values, and the shrinkers end.
module LambdaClient.Testing.Tests.ArbitraryTests

open System
open System.Text.Json
open FsCheck
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

/// Takes the first smaller value again and again, as FsCheck does for a property that never holds.
let private shrinksToEnd (values: Arbitrary<'T>) =
    for value in values |> Arb.toGen |> Gen.sampleWithSize 30 20 do
        let mutable current = value
        let mutable steps = 0
        let mutable isDone = false

        while not isDone do
            match Seq.tryHead (Arb.toShrink values current) with
            | None -> isDone <- true
            | Some smaller ->
                current <- smaller
                steps <- steps + 1
                Assert.True(steps < 100_000, $"it shrinks for ever: {current}")

[<Fact>]
let ``Shrinkers end`` () =
    shrinksToEnd (LambdaArbitraries.ApiGatewayV1Request())
    shrinksToEnd (LambdaArbitraries.ApiGatewayV2Request())
    shrinksToEnd (MoreArbitraries.FunctionUrlRequest())
    shrinksToEnd (LambdaArbitraries.AlbRequest())
    shrinksToEnd (LambdaArbitraries.SqsEvent())
    shrinksToEnd (LambdaArbitraries.SnsEvent())
    shrinksToEnd (LambdaArbitraries.EventBridgeEvent())
    shrinksToEnd (LambdaArbitraries.S3Event())
    shrinksToEnd (LambdaArbitraries.DynamoDbEvent())
    shrinksToEnd (LambdaArbitraries.KinesisEvent())
    shrinksToEnd (LambdaArbitraries.ClientContext())
    shrinksToEnd (LambdaArbitraries.CognitoIdentity())
    shrinksToEnd (LambdaArbitraries.InvocationDetails())
    shrinksToEnd (LambdaArbitraries.InvocationRequest())
    shrinksToEnd (MoreArbitraries.Headers())

let private covers (values: Arbitrary<'T>) (conditions: ('T -> bool) list) =
    let sample = values |> Arb.toGen |> Gen.sampleWithSize 50 500

    conditions
    |> List.iteri (fun place condition -> Assert.True(Array.exists condition sample, $"condition {place}"))

[<Fact>]
let ``Generators reach the edges`` () =
    covers
        (LambdaArbitraries.SqsEvent())
        [
            fun event -> event.Messages.Length = 1
            fun event -> event.Messages.Length > 10
            fun event -> event.Messages.Head.IsFifo
            fun event -> not event.Messages.Head.IsFifo && event.Messages.Head.GroupId.IsSome
            fun event -> event.Messages |> List.exists (fun message -> message.Body = "")
            fun event -> event.Messages |> List.exists (fun message -> message.Body.Length >= 200)
            fun event ->
                event.Messages
                |> List.exists (fun message -> message.Body |> Seq.exists Char.IsSurrogate)
            fun event -> event.Messages |> List.exists (fun message -> not message.Attributes.IsEmpty)
        ]

    covers
        (LambdaArbitraries.DynamoDbEvent())
        [
            fun event -> event.Records |> List.exists (fun record -> record.IsExpiry)
            fun event -> event.Records.Length > List.length (List.distinctBy (fun record -> record.Keys) event.Records)
        ]

    covers
        (LambdaArbitraries.AlbRequest())
        [
            fun request -> request.IsMultiValue
            fun request -> not request.IsMultiValue
            fun request -> request.Headers |> Map.exists (fun _ values -> values.Length > 1)
            fun request -> request.Body = HttpBody.Empty
            fun request ->
                match request.Body with
                | HttpBody.Binary _ -> true
                | _ -> false
        ]

    covers
        (LambdaArbitraries.InvocationRequest())
        [
            fun request -> isNull request.ClientContext
            fun request -> not (isNull request.ClientContext)
            fun request -> isNull request.CognitoIdentity
            fun request -> not (isNull request.TenantId)
        ]

[<Fact>]
let ``They can be registered`` () =
    let map = ArbMap.defaults |> ArbMap.mergeWith<LambdaArbitraries>
    let event = map |> ArbMap.generate<SqsEvent> |> Gen.sampleWithSize 5 1 |> Array.head
    Assert.NotEmpty event.Messages

[<Fact>]
let ``What is sent is what the client reads`` () =
    Prop.forAll (LambdaArbitraries.InvocationRequest()) (fun request ->
        let invocation = Received.Invocation request
        let context = invocation.Context
        Assert.Equal<byte>(request.Payload.ToArray(), invocation.Payload.ToArray())
        Assert.Equal(request.RequestId, invocation.RequestId)
        Assert.Equal(request.TraceId, context.TraceId)
        Assert.Equal(request.TenantId, context.TenantId)
        Assert.Equal(isNull request.ClientContext, isNull context.ClientContext)

        if not (isNull request.ClientContext) then
            let sent =
                JsonDocument.Parse(request.ClientContext).RootElement.GetProperty "custom"

            Assert.Equal(sent.GetPropertyCount(), context.ClientContext.Custom.Count)

            for pair in context.ClientContext.Custom do
                Assert.Equal(sent.GetProperty(pair.Key).GetString(), pair.Value))
    |> PropertyTest.Check
