/// A handler in this process, served by an emulator.
module internal LambdaClient.FSharp.Tests.Serving

open System
open System.Collections.Generic
open System.Text
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.Emulator
open LambdaClient.FSharp
open LambdaClient.FSharp.Tests.Contexts

let within (task: Task<'T>) =
    task.WaitAsync(TimeSpan.FromSeconds 60.0)

/// Starts a runtime with an emulator, hands the emulator over, and ends both; gives how the runtime ended.
let serveWith
    (emulated: EmulatorOptions)
    (variables: (string * string) list)
    (choose: Runtime -> Runtime)
    (handler: Handler)
    (visit: LambdaEmulator -> Task<unit>)
    =
    task {
        use stop = new CancellationTokenSource()
        let! emulator = LambdaEmulator.StartAsync emulated
        let environment = dict variables

        let client =
            RuntimeClientOptions(
                Endpoint = emulator.RuntimeApi,
                Variable =
                    fun name ->
                        match environment.TryGetValue name with
                        | true, value -> value
                        | _ -> null
            )

        let runtime =
            Runtime.defaults
            |> Runtime.withClient client
            |> Runtime.withLog silent
            |> choose

        let running = Runtime.start stop.Token handler runtime

        try
            do! visit emulator
        finally
            stop.Cancel()

        do! emulator.DisposeAsync()
        return! within running
    }

let serve handler visit =
    task {
        let! ended =
            serveWith (EmulatorOptions(Timeout = TimeSpan.FromSeconds 60.0)) [] id handler visit

        return ended
    }

let invoke (emulator: LambdaEmulator) (payload: string) =
    within (emulator.InvokeAsync(InvocationRequest(Payload = utf8 payload)))

let textOfOutcome (outcome: InvocationOutcome) =
    Encoding.UTF8.GetString outcome.Payload.Span
