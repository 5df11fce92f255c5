module Second

open LambdaClient.FSharp

let handler = Handlers.greet "Goodbye"

[<EntryPoint>]
let main _ = Lambda.run handler
