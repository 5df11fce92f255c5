namespace LambdaClient.FSharp

open System
open System.Buffers
open System.Collections.Generic
open System.Text.Json
open System.Threading.Tasks

/// A lane is a list of places of records that are handled one after the other.
[<Sealed>]
type Batch<'record>(records: 'record list, identify: 'record -> string, lanes: int[][], isStream: bool) =
    member _.Records = records
    member internal _.Identify = identify
    member internal _.Lanes = lanes
    member internal _.IsStream = isStream

type BatchReport<'record> =
    {
        Succeeded: 'record list
        Failed: ('record * LambdaError) list
        Unprocessed: 'record list
        ItemIdentifiers: string list
    }

/// Which record is handled next: always the first of those whose lane is free.
type private Schedule(lanes: int[][], count: int, isStream: bool) =
    static let unfinished =
        LambdaError.create
            "RecordUnfinished"
            "the record was still being handled when the time of its batch ended; heed the token (Lambda.cancellation)"

    let outcomes: Result<unit, LambdaError> voption[] = Array.create count ValueNone
    let begun: bool[] = Array.create count false
    let places: int[] = Array.zeroCreate lanes.Length
    let free = PriorityQueue<int, int>()
    let mutable firstFailure = Int32.MaxValue

    do
        for lane in 0 .. lanes.Length - 1 do
            free.Enqueue(lane, lanes[lane][0])

    /// What became of each record up to now; one that is still being handled has failed.
    member _.Outcomes() =
        lock free (fun () ->
            Array.map2
                (fun outcome isBegun ->
                    match outcome with
                    | ValueNone when isBegun -> ValueSome(Error unfinished)
                    | outcome -> outcome)
                outcomes
                begun)

    /// A lane and the record in it, which the caller handles and then gives to Finish. When there is none, the caller is not needed
    /// any more: whoever frees a lane takes the next record itself.
    member _.TryTake() =
        lock free (fun () ->
            match free.TryDequeue() with
            | true, lane, record when not isStream || record < firstFailure ->
                begun[record] <- true
                ValueSome struct (lane, record)
            | _ -> ValueNone)

    member _.Finish(lane, record, outcome) =
        lock free (fun () ->
            outcomes[record] <- ValueSome outcome

            match outcome with
            | Error _ -> firstFailure <- min firstFailure record
            | Ok() ->
                places[lane] <- places[lane] + 1

                if places[lane] < lanes[lane].Length then
                    free.Enqueue(lane, lanes[lane][places[lane]]))

[<RequireQualifiedAccess>]
module Batch =
    let private make identify lane isStream (records: 'record list) =
        let lanes =
            records
            |> List.indexed
            |> List.groupBy lane
            |> List.map (fun (_, records) -> records |> List.map fst |> Array.ofList)
            |> Array.ofList

        Batch<'record>(records, identify, lanes, isStream)

    let ofSqs (event: SqsEvent) =
        event.Messages
        |> make
            (fun message -> message.MessageId)
            // A group of a standard queue is no promise of order: there each message is a lane of its own.
            (fun (place, message) ->
                if message.IsFifo then
                    struct (message.GroupId, -1)
                else
                    struct (None, place))
            false

    let ofKinesis (event: KinesisEvent) =
        event.Records
        |> make (fun record -> record.SequenceNumber) (fun (_, record) -> record.PartitionKey) true

    let ofDynamoDb (event: DynamoDbEvent) =
        event.Records
        |> make (fun record -> record.SequenceNumber) (fun (_, record) -> record.Keys) true

    let private report (batch: Batch<'record>) (outcomes: Result<unit, LambdaError> voption[]) =
        let settled = Seq.zip batch.Records outcomes |> List.ofSeq

        let unfinished =
            settled
            |> List.filter (fun (_, outcome) -> outcome <> ValueSome(Ok()))
            |> List.map (fst >> batch.Identify)

        {
            Succeeded =
                settled
                |> List.choose (fun (record, outcome) ->
                    match outcome with
                    | ValueSome(Ok()) -> Some record
                    | _ -> None)
            Failed =
                settled
                |> List.choose (fun (record, outcome) ->
                    match outcome with
                    | ValueSome(Error error) -> Some(record, error)
                    | _ -> None)
            Unprocessed =
                settled
                |> List.choose (fun (record, outcome) -> if outcome.IsNone then Some record else None)
            ItemIdentifiers =
                if batch.IsStream then
                    List.truncate 1 unfinished
                else
                    unfinished
        }

    // Handlers that heed the token end in that time; it is a part of the margin before the deadline.
    let private longestGrace = TimeSpan.FromMilliseconds 50.0

    /// Waits for the workers; once the token has ended, only for a moment more.
    let private untilTheTimeEnds (context: LambdaContext) (workers: Task) =
        task {
            let ended = TaskCompletionSource TaskCreationOptions.RunContinuationsAsynchronously

            use _ =
                context.Cancellation.UnsafeRegister((fun _ -> ended.TrySetResult() |> ignore), null)

            let! first = Task.WhenAny(workers, ended.Task)

            if not (obj.ReferenceEquals(first, workers)) then
                let grace =
                    match context.RemainingTime with
                    | Some left -> min longestGrace (left / 2.0)
                    | None -> longestGrace

                do! workers.WaitAsync(grace).ConfigureAwait ConfigureAwaitOptions.SuppressThrowing
        }

    let run limit (handle: 'record -> Lambda<unit>) (batch: Batch<'record>) : Lambda<BatchReport<'record>> =
        fun context ->
            task {
                if limit < 1 then
                    return
                        Error(
                            LambdaError.create
                                "BatchLimitError"
                                $"a batch cannot be handled {limit} records at a time; give a limit of 1 or more"
                        )
                else
                    let records = Array.ofList batch.Records
                    let schedule = Schedule(batch.Lanes, records.Length, batch.IsStream)

                    let attempt record =
                        task {
                            try
                                return! handle record context
                            with error ->
                                return Error(LambdaError.Raised error)
                        }

                    let work () =
                        task {
                            let mutable isNeeded = true

                            while isNeeded && not context.Cancellation.IsCancellationRequested do
                                match schedule.TryTake() with
                                | ValueNone -> isNeeded <- false
                                | ValueSome(struct (lane, record)) ->
                                    let! outcome = attempt records[record]
                                    schedule.Finish(lane, record, outcome)
                        }

                    // Each on the pool, so that handlers which compute rather than wait run side by side too.
                    let workers =
                        Array.init (min limit batch.Lanes.Length) (fun _ -> Task.Run(fun () -> work () :> Task))

                    do! untilTheTimeEnds context (Task.WhenAll workers)
                    return Ok(report batch (schedule.Outcomes()))
            }

    let respond (report: BatchReport<'record>) =
        let buffer = ArrayBufferWriter<byte>()
        use writer = new Utf8JsonWriter(buffer, JsonText.writerOptions)
        writer.WriteStartObject()
        writer.WriteStartArray "batchItemFailures"

        for identifier in report.ItemIdentifiers do
            writer.WriteStartObject()
            writer.WriteString("itemIdentifier", identifier)
            writer.WriteEndObject()

        writer.WriteEndArray()
        writer.WriteEndObject()
        writer.Flush()
        Response.Json(buffer.WrittenMemory)

    let ``process`` limit handle (batch: Batch<'record>) : Handler =
        lambda {
            let! report = run limit handle batch

            for record, error in report.Failed do
                do! Log.failure LambdaClient.FunctionLogLevel.Error $"record {batch.Identify record} failed" error

            return respond report
        }
