/// The same function in `lambda { }` and by hand in `task { }`: what an invocation allocates and how long it takes.
module internal LambdaClient.Benchmarks.Builder

open System
open System.IO
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.FSharp

let private context =
    LambdaContext(
        InvocationDetails.create "r" (ReadOnlyMemory [| 49uy |]),
        TimeProvider.System,
        FunctionLog.Open(FunctionLogOptions(Sink = Stream.Null)),
        None,
        CancellationToken.None
    )

let private fetch () : Task<int> =
    task {
        do! Task.Yield()
        return 1
    }

let private ready: Result<int, LambdaError> = Ok 1

let private readyLambda: Lambda<int> =
    lambda {
        let! a = ready
        let! b = Task.FromResult 2
        let! c = ready
        return a + b + c
    }

let private readyTask (_: LambdaContext) : Task<Result<int, LambdaError>> =
    task {
        match ready with
        | Error error -> return Error error
        | Ok a ->
            let! b = Task.FromResult 2

            match ready with
            | Error error -> return Error error
            | Ok c -> return Ok(a + b + c)
    }

// Both hold the context over what they wait for, as a handler does that looks at the deadline in between.
let private waitingLambda: Lambda<int> =
    lambda {
        let! a = fetch ()
        let! b = ready
        let! c = fetch ()
        let! event = Event.bytes
        return a + b + c + event.Length
    }

let private waitingTask (context: LambdaContext) : Task<Result<int, LambdaError>> =
    task {
        let! a = fetch ()

        match ready with
        | Error error -> return Error error
        | Ok b ->
            let! c = fetch ()
            return Ok(a + b + c + context.Payload.Length)
    }

let private measure rounds (computation: Lambda<int>) =
    let bytes = GC.GetTotalAllocatedBytes true
    let started = Diagnostics.Stopwatch.GetTimestamp()

    for _ in 1..rounds do
        (computation context).GetAwaiter().GetResult() |> ignore

    let elapsed = Diagnostics.Stopwatch.GetElapsedTime started
    float (GC.GetTotalAllocatedBytes true - bytes) / float rounds, elapsed.TotalNanoseconds / float rounds

let private median (values: float seq) =
    let sorted = Seq.sort values |> Array.ofSeq
    sorted[sorted.Length / 2]

let private compare name rounds ofLambda ofTask =
    measure rounds ofLambda |> ignore
    measure rounds ofTask |> ignore
    let runs = [ for _ in 1..15 -> measure rounds ofLambda, measure rounds ofTask ]
    let bytes pick = runs |> Seq.map (pick >> fst) |> median
    let ratio = runs |> Seq.map (fun ((_, l), (_, t)) -> l / t) |> median
    printfn "%s: lambda %.0f B, task %.0f B for each run; time %.2f x" name (bytes fst) (bytes snd) ratio

let run () =
    compare "builder, nothing waits" 200_000 readyLambda readyTask
    compare "builder, two waits" 50_000 waitingLambda waitingTask
