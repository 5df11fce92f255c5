// Concurrent: as many invocations side by side as the service asks for, and in each of them two calls side by side (and!).
// What an invocation needs is in its context: nothing here is shared, so nothing can be mixed up.
// The init step runs once; its failure would be an init error. The shutdown hook runs after SIGTERM.
open System
open System.Threading.Tasks
open LambdaClient.FSharp

type Order = { Item: string; Count: int }
type Receipt = { Item: string; Total: int }

let price (item: string) =
    async {
        do! Async.Sleep 5

        return
            if item = "" then
                Error(LambdaError.create "NoSuchItem" "An item has a name")
            else
                Ok item.Length
    }

let discount count =
    task {
        do! Task.Delay 5
        return if count > 10 then 1 else 0
    }

let handler =
    lambda {
        let! order = Event.json<Order>
        let! price = price order.Item
        and! discount = discount order.Count
        do! Log.debug $"{order.Count} x {order.Item}"

        return!
            Respond.json
                {
                    Item = order.Item
                    Total = order.Count * (price - discount)
                }
    }

let warmUp _ = task { TimeZoneInfo.ClearCachedData() }

[<EntryPoint>]
let main _ =
    Runtime.defaults
    |> Runtime.withInit warmUp
    |> Runtime.onShutdown (fun _ -> task { eprintfn "the last event is answered" })
    |> Runtime.run handler
