module First

open LambdaClient.FSharp

let handler = Handlers.greet "Hello"

[<EntryPoint>]
let main _ = Lambda.run handler
