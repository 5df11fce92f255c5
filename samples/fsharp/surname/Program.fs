// Surname: some events are answered, others fail. A failure is a value that the handler returns, and its caller sees type and message.
open LambdaClient.FSharp

type Person = { Name: string }
type Answer = { Surname: string }

let handler =
    lambda {
        match! Event.json<Person> with
        | { Name = "John" } -> return! Respond.json { Surname = "Doe" }
        | _ -> return! Lambda.fail "InvalidNameError" "Invalid first name"
    }

[<EntryPoint>]
let main _ = Lambda.run handler
