/// The F# of docs/fsharp/events.md and docs/fsharp/testing.md, which DocumentationTests compares.
module LambdaClient.Testing.Tests.Snippets

open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

let announce: Handler =
    lambda {
        let! event = Event.json<S3Event>

        for record in event.Records do
            do! Log.info $"{record.EventName}: {record.Key} in {record.Bucket}"

        return! Respond.text "seen"
    }

let route: Handler =
    lambda {
        match! Event.element with
        | ApiGatewayV2 request ->
            return
                HttpResponse.text $"{request.Method} {request.Path}"
                |> HttpResponse.toApiGatewayV2
        | Sns event -> return! Respond.text $"{event.Messages.Length} messages"
        | EventBridge event -> return! Respond.text event.DetailType
        | Malformed error -> return! Error error
        | _ -> return! Lambda.fail "UnknownEvent" "No service that this function knows sends such an event"
    }

let page: Handler =
    lambda {
        let! element = Event.element
        let! request = AlbRequest.ofJson element

        return!
            HttpResponse.text "gone"
            |> HttpResponse.withStatus 410
            |> HttpResponse.withHeader "Cache-Control" "no-store"
            |> HttpResponse.toAlb request
    }

let ship (message: SqsMessage) =
    lambda {
        if message.Body = "" then
            return! Lambda.fail "EmptyOrder" "an order must say what is wanted"

        do! Log.info $"shipping {message.Body}"
    }

let orders: Handler =
    lambda {
        let! event = Event.json<SqsEvent>
        return! Batch.ofSqs event |> Batch.``process`` 10 ship
    }

let answers () =
    task {
        match! route (Received.Context """{"Records": []}""") with
        | Ok _ -> failwith "it was answered"
        | Error error -> Assert.Equal("UnknownEvent", (LambdaError.toFunctionError error).Type)
    }

let fails () =
    task {
        let! func = LocalFunction.Start route
        use _ = func
        let! outcome = func.Invoke """{"Records": []}"""
        Assert.Equal("Function.UnknownEvent", outcome.ErrorType)
    }

let everyMessageIsAccountedFor () =
    Prop.forAll (LambdaArbitraries.SqsEvent()) (fun event ->
        task {
            let context = Received.Context "{}"
            let! outcome = Batch.run 4 ship (Batch.ofSqs event) context

            return
                match outcome with
                | Ok report -> report.Succeeded.Length + report.ItemIdentifiers.Length = event.Messages.Length
                | Error _ -> false
        })
    |> PropertyTest.Check
