module internal LambdaClient.Benchmarks.Program

[<EntryPoint>]
let main _ =
    Builder.run ()
    Echo.run ()
    0
