/// docs/fsharp/how-to/process.md
module LambdaClient.FSharp.Documentation.Tests.HowTo.Process

open System
open System.Collections.Concurrent
open System.IO
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.Emulator
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open LambdaClient.FSharp.Tests.Serving
open Xunit

let prices: Lazy<Map<string, int>> =
    lazy
        Map
            [
                for line in File.ReadLines "prices.txt" -> line.Split('=')[0], int (line.Split('=')[1])
            ]

let load (_: CancellationToken) = task { prices.Force() |> ignore }

let settings =
    Runtime.defaults
    |> Runtime.withInit load
    |> Runtime.onShutdown (fun _ -> task { eprintfn "what is buffered is written here" })

let start handler = settings |> Runtime.run handler

/// Runs a handler as these settings say, with an emulator, until it is visited.
let private serve (runtime: Runtime) emulated variables handler visit =
    let chosen (served: Runtime) =
        { runtime with
            Client = served.Client
            Log = served.Log
        }

    serveWith emulated variables chosen handler visit

let private longer = EmulatorOptions(Timeout = TimeSpan.FromSeconds 60.0)

[<Fact>]
let ``a failed init step is an init error`` () =
    let never: Handler = fun _ -> failwith "an event was handled"

    task {
        let! ended =
            serve settings longer [] never (fun emulator ->
                task {
                    let! outcome = emulator.InvokeAsync()
                    Assert.Equal(InvocationStatus.InitFailed, outcome.Status)
                    Assert.Equal("Function.FileNotFoundException", outcome.ErrorType)
                })

        Assert.True(Result.isError ended)
    }

type Cache(connect: unit -> IDisposable) =
    let mutable connection = connect ()

    member _.Close(_: CancellationToken) = task { connection.Dispose() }
    member _.Reopen(_: CancellationToken) = task { connection <- connect () }

let withCache (cache: Cache) runtime =
    runtime
    |> Runtime.beforeSnapshot cache.Close
    |> Runtime.afterRestore cache.Reopen

[<Fact>]
let ``a snapshot is taken without the connection`` () =
    let seen = ConcurrentQueue<string>()

    let connect () =
        seen.Enqueue "open"

        { new IDisposable with
            member _.Dispose() = seen.Enqueue "close"
        }

    let handler =
        lambda {
            seen.Enqueue "event"
            return! Respond.text ""
        }

    task {
        let! ended =
            serve
                (withCache (Cache connect) Runtime.defaults)
                (EmulatorOptions(Timeout = TimeSpan.FromSeconds 60.0, SnapStart = true))
                [ "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start" ]
                handler
                (fun emulator ->
                    task {
                        let! outcome = emulator.InvokeAsync()
                        Assert.True outcome.IsSuccess
                    })

        Assert.True(Result.isOk ended)
        Assert.Equal<string>([ "open"; "close"; "open"; "event" ], seen)
    }

let sideBySide handler =
    Runtime.defaults |> Runtime.withConcurrency 8 |> Runtime.run handler

[<Fact>]
let ``as many as were asked for are handled at once`` () =
    let all = TaskCompletionSource()
    let mutable begun = 0

    let handler =
        lambda {
            if Interlocked.Increment &begun = 8 then
                all.SetResult()

            do! all.Task
            return! Respond.text ""
        }

    task {
        let! ended =
            serve
                (Runtime.defaults |> Runtime.withConcurrency 8)
                (EmulatorOptions(Timeout = TimeSpan.FromSeconds 60.0, MaxConcurrency = Nullable 8))
                [ "AWS_LAMBDA_MAX_CONCURRENCY", "8" ]
                handler
                (fun emulator ->
                    task {
                        let! outcomes = Task.WhenAll [ for _ in 1..8 -> emulator.InvokeAsync() ]
                        Assert.All(outcomes, fun outcome -> Assert.True outcome.IsSuccess)
                    })

        Assert.True(Result.isOk ended)
    }

let counted (count: ConcurrentDictionary<string, int>) runtime =
    runtime
    |> Runtime.onError (fun error -> count.AddOrUpdate(error.Name, 1, (fun _ times -> times + 1)) |> ignore)

[<Fact>]
let ``errors are counted`` () =
    let count = ConcurrentDictionary<string, int>()

    task {
        let! ended =
            serve
                (Runtime.defaults |> counted count)
                (EmulatorOptions(Timeout = TimeSpan.FromSeconds 60.0))
                []
                (lambda { return! Respond.bytes "text/\nplain" (ReadOnlyMemory()) })
                (fun emulator ->
                    task {
                        let! outcome = emulator.InvokeAsync()
                        Assert.False outcome.IsSuccess
                    })

        Assert.True(Result.isOk ended)
        Assert.Equal(1, count["content_type_invalid"])
    }
