/// docs/fsharp/how-to/batches.md, which shows samples/fsharp/sqs_batch too.
module LambdaClient.FSharp.Documentation.Tests.HowTo.Batches

open System.Text
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open LambdaClient.Testing
open Xunit

let copy (save: string -> string -> Lambda<unit>) =
    lambda {
        let! event = Event.json<KinesisEvent>

        return!
            Batch.ofKinesis event
            |> Batch.``process`` 4 (fun record ->
                lambda {
                    let text = Encoding.UTF8.GetString(record.Data.AsSpan())
                    do! save record.PartitionKey text
                })
    }

let private one values =
    values |> Arb.toGen |> Gen.sampleWithSize 10 1 |> Array.head

[<Fact>]
let ``a stream is reported by its first failure`` () =
    let event = one (LambdaArbitraries.KinesisEvent())
    let json = Encoding.UTF8.GetString(KinesisEvent.toJson event)
    Assert.Equal("""{"batchItemFailures":[]}""", answer json (copy (fun _ _ -> Lambda.ofValue ())))

    Assert.Equal(
        $$"""{"batchItemFailures":[{"itemIdentifier":"{{event.Records.Head.SequenceNumber}}"}]}""",
        answer json (copy (fun _ _ -> Lambda.ofResult (Lambda.fail "Full" "The disk is full")))
    )

let expire (forget: Map<string, AttributeValue> -> Lambda<unit>) =
    lambda {
        let! event = Event.json<DynamoDbEvent>

        let! report =
            Batch.ofDynamoDb event
            |> Batch.run 8 (fun record ->
                lambda {
                    if record.IsExpiry then
                        do! forget record.Keys
                })

        do! Log.info $"{report.Succeeded.Length} of {event.Records.Length} changes are handled"
        return Batch.respond report
    }

[<Fact>]
let ``a report is looked at before it is sent`` () =
    let event = one (LambdaArbitraries.DynamoDbEvent())
    let json = Encoding.UTF8.GetString(DynamoDbEvent.toJson event)
    let handler = expire (fun _ -> Lambda.ofValue ())

    let answered, log =
        logged LambdaClient.FunctionLogFormat.Text LambdaClient.FunctionLogLevel.Info json handler

    Assert.Equal("""{"batchItemFailures":[]}""", answered)
    Assert.Contains($"{event.Records.Length} of {event.Records.Length} changes are handled", log)
