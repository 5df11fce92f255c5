/// The laws of handling a batch: no record is lost or handled twice, the limit holds, order is kept, cancellation loses nothing.
module LambdaClient.Testing.Tests.BatchTests

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.Text
open System.Threading
open System.Threading.Tasks
open FsCheck
open FsCheck.FSharp
open LambdaClient
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

let private contextWith cancellation =
    let details = InvocationDetails.create "request" (ReadOnlyMemory<byte>.Empty)
    let log = FunctionLog.Open(FunctionLogOptions(Sink = IO.Stream.Null))
    LambdaContext(details, TimeProvider.System, log, None, cancellation)

let private finish (running: Task<Result<'T, LambdaError>>) =
    if not (running.Wait(TimeSpan.FromSeconds 30.0)) then
        failwith "the batch does not end"

    match running.Result with
    | Ok value -> value
    | Error error -> failwith $"{error}"

/// How a record ends: well, with a failure, with an exception, or at once with an exception.
type private Ending =
    | Well
    | Failing
    | Throwing
    | ThrowingAtOnce

/// A limit, how each record ends, and whether each waits in between.
let private plans =
    gen {
        let! limit = Gen.choose (1, 8)

        let! endings =
            Gen.frequency
                [
                    6, Gen.constant Well
                    1, Gen.constant Failing
                    1, Gen.constant Throwing
                    1, Gen.constant ThrowingAtOnce
                ]
            |> Gen.listOfLength 20

        let! waits = Gen.elements [ true; false ] |> Gen.listOfLength 20
        return limit, endings, waits
    }

/// Runs a batch by a plan; gives the report, each record's beginning and end in order, and how many ran at most at once.
let private runBy (limit, endings: Ending list, waits: bool list) (batch: Batch<'record>) =
    let running = ref 0
    let most = ref 0
    let history = List<'record * bool>()
    let places = Dictionary<'record, int>(HashIdentity.Reference)
    batch.Records |> List.iteri (fun place record -> places[record] <- place)

    let handle record : Lambda<unit> =
        let place = places[record]

        lock history (fun () ->
            history.Add(record, true)
            running.Value <- running.Value + 1
            most.Value <- max most.Value running.Value)

        let leave () =
            lock history (fun () ->
                history.Add(record, false)
                running.Value <- running.Value - 1)

        if endings[place] = ThrowingAtOnce then
            leave ()
            failwith "at once"

        fun _ ->
            task {
                if waits[place] then
                    do! Task.Yield()

                leave ()

                match endings[place] with
                | Well -> return Ok()
                | Failing -> return Error(LambdaError.create "Failing" "")
                | _ -> return failwith "later"
            }

    let report =
        Batch.run limit handle batch (contextWith CancellationToken.None) |> finish

    report, List.ofSeq history, most.Value, places

let private check (values: Arbitrary<'event>) (make: 'event -> Batch<'record>) (law: _ -> Batch<'record> -> unit) =
    Prop.forAll (Arb.zip (Arb.fromGen plans, values)) (fun (plan, event) -> law plan (make event))
    |> PropertyTest.Check

/// What holds for any batch.
let private common ((limit, endings, _) as plan) (batch: Batch<'record>) =
    let report, history, most, places = runBy plan batch

    let begun =
        history |> List.filter snd |> List.map (fst >> fun record -> places[record])

    let placesOf records =
        records |> List.map (fun record -> places[record])

    let settled =
        placesOf report.Succeeded
        @ placesOf (List.map fst report.Failed)
        @ placesOf report.Unprocessed

    Assert.Equal<int>([ 0 .. batch.Records.Length - 1 ], List.sort settled)
    Assert.Equal<int>(List.sort (placesOf report.Succeeded @ placesOf (List.map fst report.Failed)), List.sort begun)
    Assert.True(most <= limit, $"{most} ran at once")
    Assert.All(report.Succeeded, fun record -> Assert.Equal(Well, endings[places[record]]))
    Assert.All(report.Failed, fun (record, _) -> Assert.NotEqual(Well, endings[places[record]]))

    if limit = 1 then
        Assert.Equal<int>(List.sort begun, begun)

    report, history, places

/// The records of one lane follow one another, each begun when the one before has ended.
let private inOrder (lane: 'record -> 'lane) history (places: Dictionary<'record, int>) =
    for _, steps in history |> List.groupBy (fst >> lane) do
        let steps = steps |> List.map (fun (record, isBegin) -> places[record], isBegin)
        Assert.Equal<int * bool>(steps |> List.sortBy (fun (place, isBegin) -> place, not isBegin), steps)

[<Fact>]
let ``SQS: what did not succeed is reported, and only a FIFO group holds records back`` () =
    check (LambdaArbitraries.SqsEvent()) Batch.ofSqs (fun plan batch ->
        let report, history, places = common plan batch

        let succeeded =
            report.Succeeded |> List.map (fun message -> message.MessageId) |> Set.ofList

        Assert.Equal<string>(
            batch.Records
            |> List.map (fun message -> message.MessageId)
            |> List.filter (fun id -> not (Set.contains id succeeded)),
            report.ItemIdentifiers
        )

        if batch.Records.Head.IsFifo then
            inOrder (fun (message: SqsMessage) -> message.GroupId) history places

            for _, group in batch.Records |> List.groupBy (fun message -> message.GroupId) do
                let outcomes =
                    group |> List.map (fun message -> Set.contains message.MessageId succeeded)
                // Nothing succeeds behind a failure of its group, and nothing is held back but that.
                Assert.Equal<bool>(List.sortDescending outcomes, outcomes)

                Assert.True(
                    group
                    |> List.filter (fun message ->
                        List.exists (fun (failed, _) -> obj.ReferenceEquals(failed, message)) report.Failed)
                    |> List.length
                    <= 1
                )
        else
            Assert.Empty report.Unprocessed)

let private stream (sequence: 'record -> string) (lane: 'record -> 'lane) plan (batch: Batch<'record>) =
    let report, history, places = common plan batch
    inOrder lane history places
    let succeeded = HashSet<string>(report.Succeeded |> List.map sequence)

    match
        batch.Records
        |> List.tryFindIndex (fun record -> not (succeeded.Contains(sequence record)))
    with
    | None -> Assert.Empty report.ItemIdentifiers
    | Some first ->
        Assert.Equal<string>([ sequence batch.Records[first] ], report.ItemIdentifiers)
        // What was reported failed: nothing before a failure is held back.
        Assert.Contains(report.Failed, fun (record, _) -> places[record] = first)

[<Fact>]
let ``Kinesis: the first record that did not succeed is reported`` () =
    check
        (LambdaArbitraries.KinesisEvent())
        Batch.ofKinesis
        (stream (fun record -> record.SequenceNumber) (fun record -> record.PartitionKey))

[<Fact>]
let ``DynamoDB: the first record that did not succeed is reported`` () =
    check
        (LambdaArbitraries.DynamoDbEvent())
        Batch.ofDynamoDb
        (stream (fun record -> record.SequenceNumber) (fun record -> record.Keys))

let private messages count : SqsEvent =
    let one =
        (LambdaArbitraries.SqsEvent()
         |> Arb.toGen
         |> Gen.sampleWithSize 1 1
         |> Array.head)
            .Messages.Head

    {
        Messages =
            [
                for number in 1..count do
                    { one with
                        MessageId = $"m{number}"
                        QueueArn = "arn:aws:sqs:us-east-1:123456789012:orders"
                    }
            ]
    }

[<Fact>]
let ``As many as the limit run side by side`` () =
    // Each waits until three have begun: with fewer at once, none would ever end.
    let three = TaskCompletionSource()
    let begun = ref 0

    let handle (_: SqsMessage) =
        lambda {
            if Interlocked.Increment &begun.contents = 3 then
                three.SetResult()

            do! three.Task
        }

    let report =
        Batch.run 3 handle (Batch.ofSqs (messages 3)) (contextWith CancellationToken.None)
        |> finish

    Assert.Equal(3, report.Succeeded.Length)

/// The first record is handled, the second ends the token and then never ends itself, the third waits for its turn.
let private deafAtTheSecond
    (stop: CancellationTokenSource)
    (begun: ConcurrentQueue<string>)
    (message: SqsMessage)
    : Lambda<unit> =
    lambda {
        begun.Enqueue message.MessageId

        if message.MessageId = "m2" then
            do! stop.CancelAsync()
            do! TaskCompletionSource().Task
    }

[<Fact>]
let ``Once the token has ended the batch is answered: what has ended stays, what runs on has failed, and nothing is begun``
    ()
    =
    use stop = new CancellationTokenSource()
    let begun = ConcurrentQueue<string>()

    let report =
        Batch.run 1 (deafAtTheSecond stop begun) (Batch.ofSqs (messages 3)) (contextWith stop.Token)
        |> finish

    Assert.Equal<string>([ "m1"; "m2" ], begun)
    Assert.Equal<string>([ "m1" ], report.Succeeded |> List.map _.MessageId)
    Assert.Equal<string>([ "m2"; "m3" ], report.ItemIdentifiers)
    Assert.Equal<string>([ "m3" ], report.Unprocessed |> List.map _.MessageId)
    let message, error = Assert.Single report.Failed
    Assert.Equal(("m2", "RecordUnfinished"), (message.MessageId, (LambdaError.toFunctionError error).Type))

[<Fact>]
let ``A handler that blocks its thread does not keep the answer back either`` () =
    use stop = new CancellationTokenSource()
    use blocks = new ManualResetEventSlim()

    let handle (_: SqsMessage) : Lambda<unit> =
        fun _ ->
            stop.Cancel()
            blocks.Wait()
            Task.FromResult(Ok())

    let report =
        Batch.run 1 handle (Batch.ofSqs (messages 2)) (contextWith stop.Token) |> finish

    blocks.Set()
    Assert.Equal<string>([ "m1"; "m2" ], report.ItemIdentifiers)

[<Fact>]
let ``A record that heeds the token fails with what it says`` () =
    use stop = new CancellationTokenSource()

    let handle (_: SqsMessage) =
        lambda {
            stop.Cancel()
            return! Lambda.fail "GaveUp" "no time left"
        }

    let report =
        Batch.run 1 handle (Batch.ofSqs (messages 2)) (contextWith stop.Token) |> finish

    Assert.Equal<string>([ "m1"; "m2" ], report.ItemIdentifiers)
    Assert.Equal<string>([ "m1" ], report.Failed |> List.map (fun (message, _) -> message.MessageId))

[<Fact>]
let ``A record that was left behind is named in the log, once`` () =
    use stop = new CancellationTokenSource()
    use lines = new IO.MemoryStream()
    let log = FunctionLog.Open(FunctionLogOptions(Sink = lines))
    let details = InvocationDetails.create "request" (ReadOnlyMemory<byte>.Empty)
    let context = LambdaContext(details, TimeProvider.System, log, None, stop.Token)

    let response =
        Batch.``process`` 1 (deafAtTheSecond stop (ConcurrentQueue())) (Batch.ofSqs (messages 3)) context
        |> finish

    Assert.Equal(
        """{"batchItemFailures":[{"itemIdentifier":"m2"},{"itemIdentifier":"m3"}]}""",
        Encoding.UTF8.GetString response.Payload.Span
    )

    let written = Encoding.UTF8.GetString(lines.ToArray()).TrimEnd().Split '\n'
    let line = Assert.Single written
    Assert.Contains("ERROR", line)
    Assert.Contains("record m2 failed", line)
    Assert.Contains("RecordUnfinished", line)

[<Fact>]
let ``A limit below one is refused`` () =
    let running =
        Batch.run
            0
            (fun (_: SqsMessage) -> Lambda.ofValue ())
            (Batch.ofSqs (messages 1))
            (contextWith CancellationToken.None)

    match running.Result with
    | Error error -> Assert.Equal("BatchLimitError", (LambdaError.toFunctionError error).Type)
    | Ok _ -> failwith "it ran"

[<Fact>]
let ``The answer has the service's form, and the log the failures`` () =
    use lines = new IO.MemoryStream()
    let log = FunctionLog.Open(FunctionLogOptions(Sink = lines))
    let details = InvocationDetails.create "request" (ReadOnlyMemory<byte>.Empty)

    let context =
        LambdaContext(details, TimeProvider.System, log, None, CancellationToken.None)

    let handle (message: SqsMessage) : Lambda<unit> =
        if message.MessageId = "m2" then
            Lambda.ofResult (Lambda.fail "OutOfStock" "none is left")
        else
            Lambda.ofValue ()

    let response =
        Batch.``process`` 2 handle (Batch.ofSqs (messages 3)) context |> finish

    Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m2"}]}""", Encoding.UTF8.GetString response.Payload.Span)
    let log = Encoding.UTF8.GetString(lines.ToArray())
    Assert.Contains("m2", log)
    Assert.Contains("OutOfStock", log)

[<Fact>]
let ``A batch without failures is answered with an empty list`` () =
    let response =
        Batch.``process``
            2
            (fun (_: SqsMessage) -> Lambda.ofValue ())
            (Batch.ofSqs (messages 2))
            (contextWith CancellationToken.None)
        |> finish

    Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString response.Payload.Span)
