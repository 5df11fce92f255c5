/// An echo of typed JSON through the F# layer, against the client alone: next, respond with the same bytes.
module internal LambdaClient.Benchmarks.Echo

open System
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.FSharp

type Item = { Id: int; Title: string }

type Order =
    {
        Name: string
        Items: Item list
        Paid: bool
    }

let private typed =
    lambda {
        let! order = Event.json<Order>
        return! Respond.json order
    }

let private log = FunctionLog.Open(FunctionLogOptions(Sink = IO.Stream.Null))

let private throughLayer (handler: Handler) events =
    Runtime.defaults
    |> Runtime.withClient (
        RuntimeClientOptions(Endpoint = "127.0.0.1:9001", Transport = fun () -> new Service.Loop(events))
    )
    |> Runtime.withLog log
    |> Runtime.start CancellationToken.None handler
    |> fun running -> running.Wait()

let private client events =
    use client = Service.client events

    RuntimeLoop
        .RunAsync(
            client,
            Func<Invocation, CancellationToken, Task<LambdaClient.Result<Response, FunctionError>>>(fun invocation _ ->
                Task.FromResult(LambdaClient.Result.Ok(Response.Json invocation.Payload)))
        )
        .Wait()

let private clientWithJson events =
    use client = Service.client events
    let options = Json.options ()

    RuntimeLoop
        .RunAsync(
            client,
            Func<Invocation, CancellationToken, Task<LambdaClient.Result<Response, FunctionError>>>(fun invocation _ ->
                let order =
                    Text.Json.JsonSerializer.Deserialize<Order>(invocation.Payload.Span, options)

                Task.FromResult(
                    LambdaClient.Result.Ok(
                        Response.Json(ReadOnlyMemory(Text.Json.JsonSerializer.SerializeToUtf8Bytes(order, options)))
                    )
                ))
        )
        .Wait()

let private raw =
    lambda {
        let! bytes = Event.bytes
        return! Respond.bytes "application/json" bytes
    }

let private timed run =
    let events = 20_000
    let started = Diagnostics.Stopwatch.GetTimestamp()
    run events
    Diagnostics.Stopwatch.GetElapsedTime(started).TotalMicroseconds / float events

let private median (values: float seq) =
    let sorted = Seq.sort values |> Array.ofSeq
    sorted[sorted.Length / 2]

let run () =
    let subjects = [ client; clientWithJson; throughLayer raw; throughLayer typed ]

    for subject in subjects do
        timed subject |> ignore

    let runs = [ for _ in 1..11 -> subjects |> List.map timed ]

    let ratio a b =
        runs |> Seq.map (fun run -> run[a] / run[b]) |> median

    printfn "echo in memory, no socket: F# raw bytes %.2f x the client alone" (ratio 2 0)
    printfn "echo in memory, no socket: F# typed JSON %.2f x the client with the same JSON calls" (ratio 3 1)
    printfn "echo in memory, no socket: F# typed JSON %.2f x the client alone, which reads no JSON" (ratio 3 0)
