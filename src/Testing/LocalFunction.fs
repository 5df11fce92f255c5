namespace LambdaClient.Testing

open System
open System.IO
open System.Text
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.Emulator
open LambdaClient.FSharp

[<Sealed>]
type LocalFunction private (emulator: LambdaEmulator, running: Task, stop: CancellationTokenSource) =
    static let silent = FunctionLog.Open(FunctionLogOptions(Sink = Stream.Null))

    member _.Emulator = emulator

    member _.Invoke(request: InvocationRequest) = emulator.InvokeAsync request

    member _.Invoke(payload: ReadOnlyMemory<byte>) =
        emulator.InvokeAsync(InvocationRequest(Payload = payload))

    member _.Invoke(json: string) =
        emulator.InvokeAsync(InvocationRequest(Payload = ReadOnlyMemory(Encoding.UTF8.GetBytes json)))

    static member Start
        (
            handler: Func<Invocation, CancellationToken, Task<LambdaClient.Result<LambdaClient.Response, 'TError>>>,
            options: EmulatorOptions
        ) : Task<LocalFunction> =
        task {
            let! emulator = LambdaEmulator.StartAsync options
            let stop = new CancellationTokenSource()

            let bootstrap =
                BootstrapOptions(
                    Client = RuntimeClientOptions(Endpoint = emulator.RuntimeApi, Variable = (fun _ -> null)),
                    // Keeps the loop from setting the trace id of the whole process.
                    Loop = RuntimeLoopOptions(IsConcurrent = true)
                )

            let running = Bootstrap.RunAsync(handler, bootstrap, stop.Token)
            return new LocalFunction(emulator, running, stop)
        }

    static member Start
        (handler: Func<Invocation, CancellationToken, Task<LambdaClient.Result<LambdaClient.Response, 'TError>>>)
        : Task<LocalFunction> =
        LocalFunction.Start(handler, EmulatorOptions())

    static member Start(handler: Handler, options: EmulatorOptions) : Task<LocalFunction> =
        // An exception is reported with its F# name, as Runtime.run reports it.
        let caught = Middleware.catch handler

        let serve (invocation: Invocation) (cancellation: CancellationToken) =
            task {
                match! caught (LambdaContext(invocation, silent, None, cancellation)) with
                | Ok response -> return LambdaClient.Result<LambdaClient.Response, LambdaError>.Ok response
                | Error error -> return LambdaClient.Result<LambdaClient.Response, LambdaError>.Error error
            }

        LocalFunction.Start<LambdaError>(
            Func<Invocation, CancellationToken, Task<LambdaClient.Result<LambdaClient.Response, LambdaError>>>(serve),
            options
        )

    static member Start(handler: Handler) : Task<LocalFunction> =
        LocalFunction.Start(handler, EmulatorOptions())

    interface IAsyncDisposable with
        member _.DisposeAsync() =
            task {
                do! stop.CancelAsync()
                do! emulator.DisposeAsync()
                do! running
                stop.Dispose()
            }
            |> ValueTask
