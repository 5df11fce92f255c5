/// docs/fsharp/how-to/events.md
module LambdaClient.FSharp.Documentation.Tests.HowTo.Events

open System.Text
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open LambdaClient.Testing
open Xunit

let announce =
    lambda {
        let! event = Event.json<S3Event>

        for record in event.Records do
            do! Log.info $"{record.EventName}: {record.Key} in {record.Bucket}"

        return! Respond.text "seen"
    }

let private one values =
    values |> Arb.toGen |> Gen.sampleWithSize 10 1 |> Array.head

let private sent (toJson: 'T -> byte[]) values =
    Encoding.UTF8.GetString(toJson (one values))

[<Fact>]
let ``one service`` () =
    Assert.Equal("seen", answer (sent S3Event.toJson (LambdaArbitraries.S3Event())) announce)

    Assert.Equal(
        "DecodeError: $.Records[0].eventName (line 1, byte 13) is missing",
        answer """{"Records":[{"eventSource":"aws:s3"}]}""" announce
    )

let route =
    lambda {
        match! Event.element with
        | Sns event -> return! Respond.text $"{event.Messages.Length} messages"
        | EventBridge event -> return! Respond.text event.DetailType
        | S3 event -> return! Respond.text event.Records.Head.Key
        | Malformed error -> return! Error error
        | _ -> return! Lambda.fail "UnknownEvent" "No service that this function knows sends such an event"
    }

[<Fact>]
let ``several services`` () =
    Assert.Equal("1 messages", answer (sent SnsEvent.toJson (LambdaArbitraries.SnsEvent())) route)

    let event = one (LambdaArbitraries.EventBridgeEvent())
    Assert.Equal(event.DetailType, answer (Encoding.UTF8.GetString(EventBridgeEvent.toJson event)) route)
    Assert.StartsWith("UnknownEvent", answer """{"name":"John"}""" route)

    Assert.Equal(
        "EventError: the event is not as its service sends it: $.Records[0].Sns is missing",
        answer """{"Records":[{"EventSource":"aws:sns"}]}""" route
    )

let split (whenAsked: Handler) (whenScheduled: Handler) =
    lambda {
        match! Event.element with
        | FunctionUrl _ -> return! whenAsked
        | EventBridge { DetailType = "Scheduled Event" } -> return! whenScheduled
        | _ -> return! Lambda.fail "UnknownEvent" "This function is asked, or scheduled"
    }

[<Fact>]
let ``a handler for each`` () =
    let said text : Handler = lambda { return! Respond.text text }
    let whole = split (said "asked") (said "scheduled")
    Assert.Equal("asked", answer (sent ApiGatewayV2Request.toJson (MoreArbitraries.FunctionUrlRequest())) whole)

    let scheduled =
        { one (LambdaArbitraries.EventBridgeEvent()) with
            DetailType = "Scheduled Event"
        }

    Assert.Equal("scheduled", answer (Encoding.UTF8.GetString(EventBridgeEvent.toJson scheduled)) whole)

let keys =
    lambda {
        let! element = Event.element
        let! event = S3Event.ofJson element
        return! Respond.text (event.Records |> List.map _.Key |> String.concat ", ")
    }

[<Fact>]
let ``without reflection`` () =
    let event = one (LambdaArbitraries.S3Event())
    Assert.Equal(event.Records.Head.Key, answer (Encoding.UTF8.GetString(S3Event.toJson event)) keys)
