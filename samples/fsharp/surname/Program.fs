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
