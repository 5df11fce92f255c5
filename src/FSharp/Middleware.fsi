namespace LambdaClient.FSharp

open System
open System.Threading.Tasks

/// <summary>Where the answers of finished events are kept, so that an event that comes again is not handled again.</summary>
/// <remarks>
/// Lambda delivers an asynchronous event at least once. An in-memory store serves one execution environment; a table that all
/// of them share is behind the same two functions.
/// </remarks>
type IdempotencyStore =
    {
        /// The answer that was kept for a key: its media type and bytes.
        Find: string -> Task<(string * ReadOnlyMemory<byte>) option>
        /// Keeps the answer of a key.
        Keep: string -> string * ReadOnlyMemory<byte> -> Task<unit>
    }

/// <summary>Functions on stores.</summary>
[<RequireQualifiedAccess>]
module IdempotencyStore =

    /// <summary>A store in this process that keeps the newest answers.</summary>
    /// <param name="capacity">How many answers are kept, from 1; the oldest goes first.</param>
    val inMemory: capacity: int -> IdempotencyStore

/// <summary>A handler around a handler.</summary>
type Middleware = Handler -> Handler

/// <summary>Handlers around handlers: <c>handler |> Middleware.catch |> Middleware.timing report</c>.</summary>
/// <remarks>The last one in a pipeline is the outermost.</remarks>
[<RequireQualifiedAccess>]
module Middleware =

    /// <summary>Reports how long each invocation took and whether it failed; an exception is reported too, and goes on.</summary>
    /// <param name="report">Called once per invocation; true where there is a response.</param>
    val timing: report: (LambdaContext -> TimeSpan -> bool -> unit) -> Middleware

    /// <summary>Runs a check before the handler, which runs only where the check succeeds.</summary>
    val validate: check: Lambda<unit> -> Middleware

    /// <summary>Makes an exception of the handler a failure, which middleware further out sees as a value.</summary>
    val catch: handler: Handler -> Lambda<Response>

    /// <summary>Gives failures to a function, which may answer in the handler's place.</summary>
    val recover: recovery: (LambdaError -> Handler) -> Middleware

    /// <summary>Answers an event whose key was seen with the answer of the first time, without the handler.</summary>
    /// <remarks>
    /// Failures and streams are not kept: the event is handled again. Two events with one key at the same time are both handled.
    /// </remarks>
    /// <param name="store">Where answers are kept.</param>
    /// <param name="key">The key of an event; <c>None</c> handles it in any case.</param>
    val idempotent: store: IdempotencyStore -> key: Lambda<string option> -> Middleware
