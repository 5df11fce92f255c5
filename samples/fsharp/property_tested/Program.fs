// Property-tested: a handler, and the test that whatever batch comes, exactly the messages without an order are reported.
// A failure prints the smallest batch that was found, and the seed that makes it again.
module Samples.PropertyTested

open System.Text
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

let take (message: SqsMessage) =
    lambda {
        if message.Body = "" then
            return! Lambda.fail "EmptyOrder" "an order must say what is wanted"
    }

let handler: Handler =
    lambda {
        let! event = Event.json<SqsEvent>
        return! Batch.ofSqs event |> Batch.``process`` 10 take
    }

/// What SQS is to deliver again: the empty ones, and in a FIFO queue what follows one in its group.
let refused (event: SqsEvent) =
    let isRefused place (message: SqsMessage) =
        message.Body = ""
        || message.IsFifo
           && event.Messages
              |> List.take place
              |> List.exists (fun earlier -> earlier.GroupId = message.GroupId && earlier.Body = "")

    event.Messages
    |> List.indexed
    |> List.choose (fun (place, message) ->
        if isRefused place message then
            Some message.MessageId
        else
            None)

[<Fact>]
let ``Exactly the orders that cannot be taken are reported`` () =
    Prop.forAll (LambdaArbitraries.SqsEvent()) (fun event ->
        task {
            let context = Received.Context(Encoding.UTF8.GetString(SqsEvent.toJson event))

            match! handler context with
            | Error _ -> return false
            | Ok response ->
                let items = refused event |> List.map (fun id -> $"{{\"itemIdentifier\":\"{id}\"}}")
                let expected = "{\"batchItemFailures\":[" + String.concat "," items + "]}"
                return Encoding.UTF8.GetString response.Payload.Span = expected
        })
    |> PropertyTest.Check
