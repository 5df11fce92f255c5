namespace LambdaClient.FSharp

open System
open System.Collections.Immutable
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.FSharp

[<NoEquality; NoComparison>]
type Runtime =
    {
        Concurrency: int option
        ForceConcurrency: bool
        Init: (CancellationToken -> Task<unit>) list
        BeforeSnapshot: (CancellationToken -> Task<unit>) list
        AfterRestore: (CancellationToken -> Task<unit>) list
        Shutdown: (CancellationToken -> Task<unit>) list
        ShutdownBudget: TimeSpan
        DeadlineMargin: TimeSpan
        MaxAttempts: int
        OnError: (ApiError -> unit) list
        Client: RuntimeClientOptions
        Json: JsonSerializerOptions option
        Log: FunctionLog option
    }

[<RequireQualifiedAccess>]
module Runtime =

    type private Hook = CancellationToken -> Task<unit>

    let defaults =
        let core = BootstrapOptions()

        {
            Concurrency = None
            ForceConcurrency = core.ForceConcurrency
            Init = []
            BeforeSnapshot = []
            AfterRestore = []
            Shutdown = []
            ShutdownBudget = core.ShutdownBudget
            DeadlineMargin = core.Loop.DeadlineMargin
            MaxAttempts = core.Loop.MaxAttempts
            OnError = []
            Client = core.Client
            Json = None
            Log = None
        }

    let withConcurrency pollers runtime =
        { runtime with
            Concurrency = Some pollers
        }

    let withForcedConcurrency pollers runtime =
        { runtime with
            Concurrency = Some pollers
            ForceConcurrency = true
        }

    let withInit (init: Hook) runtime =
        { runtime with
            Init = runtime.Init @ [ init ]
        }

    let beforeSnapshot (hook: Hook) runtime =
        { runtime with
            BeforeSnapshot = runtime.BeforeSnapshot @ [ hook ]
        }

    let afterRestore (hook: Hook) runtime =
        { runtime with
            AfterRestore = runtime.AfterRestore @ [ hook ]
        }

    let onShutdown (hook: Hook) runtime =
        { runtime with
            Shutdown = runtime.Shutdown @ [ hook ]
        }

    let withShutdownBudget budget runtime =
        { runtime with ShutdownBudget = budget }

    let withDeadlineMargin margin runtime =
        { runtime with DeadlineMargin = margin }

    let withMaxAttempts attempts runtime = { runtime with MaxAttempts = attempts }

    let onError handle (runtime: Runtime) =
        { runtime with
            OnError = runtime.OnError @ [ handle ]
        }

    let withLog log (runtime: Runtime) = { runtime with Log = Some log }

    let withJson options (runtime: Runtime) = { runtime with Json = Some options }

    let withClient options runtime = { runtime with Client = options }

    let private func (hook: Hook) =
        Func<CancellationToken, Task>(fun cancellation ->
            task {
                try
                    do! hook cancellation
                with e ->
                    return raise (NamedException e)
            })

    let private hooks (list: Hook list) =
        ImmutableArray.CreateRange(Seq.map func list)

    let private initOf (list: Hook list) =
        match list with
        | [] -> null
        | list ->
            func (fun cancellation ->
                task {
                    for init in list do
                        do! init cancellation
                })

    let private actionOf (handles: (ApiError -> unit) list) : Action<ApiError> | null =
        match handles with
        | [] -> null
        | handles ->
            Action<ApiError>(fun error ->
                for handle in handles do
                    handle error)

    let private options (log: FunctionLog) runtime =
        BootstrapOptions(
            Client = runtime.Client,
            Loop =
                RuntimeLoopOptions(
                    DeadlineMargin = runtime.DeadlineMargin,
                    MaxAttempts = runtime.MaxAttempts,
                    OnError = actionOf runtime.OnError,
                    Log = log
                ),
            Concurrency = Option.toNullable runtime.Concurrency,
            ForceConcurrency = runtime.ForceConcurrency,
            Init = initOf runtime.Init,
            BeforeSnapshot = hooks runtime.BeforeSnapshot,
            AfterRestore = hooks runtime.AfterRestore,
            Shutdown = hooks runtime.Shutdown,
            ShutdownBudget = runtime.ShutdownBudget
        )

    /// The handler as Core calls it. An exception is reported here, because here it gets its F# name.
    let private serve (handler: Handler) log json =
        Func<Invocation, CancellationToken, Task<LambdaClient.Result<Response, LambdaError>>>
            (fun invocation cancellation ->
                task {
                    try
                        match! handler (LambdaContext(invocation, log, json, cancellation)) with
                        | Ok response -> return LambdaClient.Result.Ok response
                        | Error error -> return LambdaClient.Result.Error error
                    with e ->
                        return LambdaClient.Result.Error(LambdaError.Raised e)
                })

    let private startWith (log: FunctionLog) cancellation handler runtime =
        task {
            let! ended =
                Bootstrap.RunAsync(serve handler log runtime.Json, options log runtime, cancellation)

            match ended.TryGet() with
            | true, _, _ -> return Ok()
            | false, _, error -> return Error error
        }

    let private logOf runtime =
        match runtime.Log with
        | Some log -> log
        | None -> FunctionLog.Open()

    let start cancellation handler runtime =
        startWith (logOf runtime) cancellation handler runtime

    let run handler runtime =
        let log = logOf runtime

        match (startWith log CancellationToken.None handler runtime).GetAwaiter().GetResult() with
        | Ok() -> 0
        | Error error ->
            log.Write(FunctionLogLevel.Fatal, error.Message, Invocation(), error)
            1
