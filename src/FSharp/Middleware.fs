namespace LambdaClient.FSharp

open System
open System.Collections.Concurrent
open System.Diagnostics
open System.Threading.Tasks

type IdempotencyStore =
    {
        Find: string -> Task<(string * ReadOnlyMemory<byte>) option>
        Keep: string -> string * ReadOnlyMemory<byte> -> Task<unit>
    }

[<RequireQualifiedAccess>]
module IdempotencyStore =

    let inMemory capacity =
        let answers = ConcurrentDictionary<string, string * ReadOnlyMemory<byte>>()
        let order = ConcurrentQueue<string>()

        {
            Find =
                fun key ->
                    match answers.TryGetValue key with
                    | true, answer -> Task.FromResult(Some answer)
                    | _ -> Task.FromResult None
            Keep =
                fun key answer ->
                    if answers.TryAdd(key, answer) then
                        order.Enqueue key

                    while answers.Count > max 1 capacity do
                        match order.TryDequeue() with
                        | true, oldest -> answers.TryRemove oldest |> ignore
                        | _ -> ()

                    Task.FromResult()
        }

type Middleware = Handler -> Handler

[<RequireQualifiedAccess>]
module Middleware =

    let timing (report: LambdaContext -> TimeSpan -> bool -> unit) (handler: Handler) : Handler =
        fun context ->
            task {
                let started = Stopwatch.GetTimestamp()
                let mutable succeeded = false

                try
                    let! outcome = handler context
                    succeeded <- outcome.IsOk
                    return outcome
                finally
                    report context (Stopwatch.GetElapsedTime started) succeeded
            }

    let validate (check: Lambda<unit>) (handler: Handler) : Handler =
        lambda {
            do! check
            return! handler
        }

    let catch (handler: Handler) : Handler =
        fun context ->
            task {
                try
                    return! handler context
                with e ->
                    return Error(LambdaError.Raised e)
            }

    let recover (recovery: LambdaError -> Handler) (handler: Handler) : Handler =
        fun context ->
            task {
                match! handler context with
                | Ok response -> return Ok response
                | Error error -> return! recovery error context
            }

    let idempotent (store: IdempotencyStore) (key: Lambda<string option>) (handler: Handler) : Handler =
        lambda {
            match! key with
            | None -> return! handler
            | Some key ->
                match! store.Find key with
                | Some(contentType, payload) -> return Response.Bytes(payload, contentType)
                | None ->
                    let! response = handler

                    // A stream has no bytes to keep; an empty answer that is not one costs a second run, no more.
                    if not response.Payload.IsEmpty then
                        do! store.Keep key (response.ContentType, response.Payload)

                    return response
        }
