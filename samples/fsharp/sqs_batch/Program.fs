// SQS batch: up to ten messages are handled side by side, and only those that failed come again.
// The event source mapping must ask for that: FunctionResponseTypes contains ReportBatchItemFailures.
open LambdaClient.FSharp

let ship (message: SqsMessage) =
    lambda {
        if message.Body = "" then
            return! Lambda.fail "EmptyOrder" "an order must say what is wanted"

        do! Log.info $"shipping {message.Body}"
    }

let handler =
    lambda {
        let! event = Event.json<SqsEvent>
        return! Batch.ofSqs event |> Batch.``process`` 10 ship
    }

[<EntryPoint>]
let main _ = Lambda.run handler
