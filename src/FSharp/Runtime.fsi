namespace LambdaClient.FSharp

open System
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.FSharp

/// <summary>How handlers are run: what is chosen about the process around them.</summary>
/// <remarks>Immutable; a pipeline of the functions of the module makes one out of <c>Runtime.defaults</c>.</remarks>
[<NoEquality; NoComparison>]
type Runtime =
    {
        /// How many invocations are handled side by side; <c>None</c> is what the service asks for.
        Concurrency: int option
        /// Whether <c>Concurrency</c> counts without <c>AWS_LAMBDA_MAX_CONCURRENCY</c> too.
        ForceConcurrency: bool
        /// Run before the first event, in order.
        Init: (CancellationToken -> Task<unit>) list
        /// Run before a snapshot, in order.
        BeforeSnapshot: (CancellationToken -> Task<unit>) list
        /// Run after the snapshot was restored, in order.
        AfterRestore: (CancellationToken -> Task<unit>) list
        /// Run before the process ends, in order.
        Shutdown: (CancellationToken -> Task<unit>) list
        /// What running handlers and shutdown hooks may take together after SIGTERM.
        ShutdownBudget: TimeSpan
        /// How long before the deadline the handler's token ends, and a handler that has not answered is named in the log.
        DeadlineMargin: TimeSpan
        /// How many times in a row asking for an event, or sending an answer, may fail before the process ends.
        MaxAttempts: int
        /// Called with every error that the runtime survives; <c>None</c> writes it to the log.
        OnError: (ApiError -> unit) list
        /// How the clients are opened.
        Client: RuntimeClientOptions
        /// How events are read and answers written; <c>None</c> takes <c>Json.options ()</c>.
        Json: JsonSerializerOptions option
        /// Where log lines go; <c>None</c> opens the log that the environment chooses.
        Log: FunctionLog option
    }

/// <summary>Runs handlers.</summary>
[<RequireQualifiedAccess>]
module Runtime =

    /// <summary>What suits a Lambda function.</summary>
    val defaults: Runtime

    /// <summary>How many invocations are handled side by side, from 1 to 10,000, in place of what the service asks for.</summary>
    /// <remarks>
    /// Only Lambda Managed Instances hand out several at once, and say how many (<c>AWS_LAMBDA_MAX_CONCURRENCY</c>). Elsewhere one poller
    /// runs, with a warning in the log: the service would hand the same event to each.
    /// </remarks>
    val withConcurrency: pollers: int -> runtime: Runtime -> Runtime

    /// <summary>The same, also where the service does not ask for it: for a local service that allows it.</summary>
    val withForcedConcurrency: pollers: int -> runtime: Runtime -> Runtime

    /// <summary>Runs before the first event; an exception is reported as an init error, and the process ends.</summary>
    val withInit: init: (CancellationToken -> Task<unit>) -> runtime: Runtime -> Runtime

    /// <summary>Runs before a snapshot of the process is taken (SnapStart), the last one that was added goes first; all run, also after one failed.</summary>
    val beforeSnapshot: hook: (CancellationToken -> Task<unit>) -> runtime: Runtime -> Runtime

    /// <summary>Runs after the snapshot was restored, in the order in which they were added, within 10 seconds; all run, also after one failed.</summary>
    val afterRestore: hook: (CancellationToken -> Task<unit>) -> runtime: Runtime -> Runtime

    /// <summary>Runs before the process ends, once nothing is being handled, in the order in which they were added.</summary>
    /// <remarks>All run, also after one failed; each has an even share of the time that is left.</remarks>
    val onShutdown: hook: (CancellationToken -> Task<unit>) -> runtime: Runtime -> Runtime

    /// <summary>How long running handlers and shutdown hooks may take together after SIGTERM; 400 ms unless set. Half is the hooks'.</summary>
    val withShutdownBudget: budget: TimeSpan -> runtime: Runtime -> Runtime

    /// <summary>How long before the deadline the handler's token ends, and a handler that has not answered is named in the log; 100 ms unless set.</summary>
    val withDeadlineMargin: margin: TimeSpan -> runtime: Runtime -> Runtime

    /// <summary>How many times in a row asking for an event, or sending an answer, may fail before the process ends; 6 unless set.</summary>
    val withMaxAttempts: attempts: int -> runtime: Runtime -> Runtime

    /// <summary>Called with every error that the runtime survives, after those that were given before, in place of a line in the log; must not throw.</summary>
    val onError: handle: (ApiError -> unit) -> runtime: Runtime -> Runtime

    /// <summary>Where log lines go.</summary>
    val withLog: log: FunctionLog -> runtime: Runtime -> Runtime

    /// <summary>How events are read and answers written.</summary>
    val withJson: options: JsonSerializerOptions -> runtime: Runtime -> Runtime

    /// <summary>How the clients are opened: endpoint, limits, environment.</summary>
    val withClient: options: RuntimeClientOptions -> runtime: Runtime -> Runtime

    /// <summary>Serves events until the token ends or nothing can go on. Never throws.</summary>
    /// <returns>Success after SIGTERM or <paramref name="cancellation"/>; else the error that ended it, as <c>Bootstrap.RunAsync</c>.</returns>
    val start: cancellation: CancellationToken -> handler: Handler -> runtime: Runtime -> Task<Result<unit, ApiError>>

    /// <summary>Serves events until the service ends the process. The last line of a program's entry point.</summary>
    /// <returns>The exit status: 0, or 1 after an error, which was logged.</returns>
    val run: handler: Handler -> runtime: Runtime -> int
