/// A program that references LambdaClient.Testing alone: the sample's handler, in process against the emulator.
module Consumer

open System.Text
open LambdaClient.FSharp
open LambdaClient.Testing

type Person = { Name: string }
type Answer = { Surname: string }

let handler: Handler =
    lambda {
        match! Event.json<Person> with
        | { Name = "John" } -> return! Respond.json { Surname = "Doe" }
        | _ -> return! Lambda.fail "InvalidNameError" "Invalid first name"
    }

[<EntryPoint>]
let main _ =
    let answered =
        task {
            let! running = LocalFunction.Start handler
            use func = running
            let! outcome = func.Invoke """{"name": "John"}"""
            return Encoding.UTF8.GetString outcome.Payload.Span
        }

    printfn $"{answered.Result}"
    0
