/// Turns against a service over connections that break at any byte: every event is handled once and answered once, and what is
/// told of an answer is what the service's log says.
module LambdaClient.Properties.TurnTests

open System
open System.Collections.Generic
open System.Text
open FsCheck
open FsCheck.FSharp
open global.Xunit
open LambdaClient
open LambdaClient.TestSupport
open LambdaClient.Properties.Clients

let private openAt isLending (service: ModelService) =
    RuntimeClientOptions(
        Endpoint = "127.0.0.1:9001",
        Variable = Func<string, string>(fun _ -> null),
        LendBuffers = isLending,
        Transport = Func<Transports.Transport>(fun () -> service),
        Clock = SwiftClock()
    )
    |> RuntimeClient.Open
    |> value

let private turn isAsync (client: RuntimeClient) (answer: Answer) =
    if isAsync then
        client.TurnAsync(answer).GetAwaiter().GetResult()
    else
        client.Turn answer

/// Serves this many events with buffered answers, and checks each promise on the way.
let private serve isAsync isLending (cuts: Cut list) events =
    use service = new ModelService(cuts)
    use client = openAt isLending service
    let handled = List<string>()
    let mutable answer = Answer()

    for number in 1 .. events + 1 do
        let before = service.Answers.Count
        let turn = turn isAsync client answer

        match toResult turn.Next with
        | Error error -> Assert.Fail $"event {number}: {error} after {cuts}"
        | Ok invocation ->
            Assert.Equal($"id-{number}", invocation.RequestId)
            Assert.Equal($"event {number}", Encoding.UTF8.GetString invocation.Payload.Span)
            handled.Add invocation.RequestId

            if number > 1 then
                // The fate that is told is the one that the service's log has.
                Assert.Equal(before + 1, service.Answers.Count)
                let told = turn.Undelivered
                Assert.True(isNull told || told.Delivery = Delivery.Unknown, $"event {number - 1}: {told}")

            answer <-
                if number % 3 = 0 then
                    Answer.Failure(FunctionError("Function.Third", $"no {number}"))
                else
                    // The answer is a view of the event that it answers.
                    Answer.Of(Response.Bytes invocation.Payload)

    Assert.Equal<string seq>(Seq.distinct handled, handled)
    Assert.Equal(0, service.Refused)

    for number in 1..events do
        let answered = service.Answers[number - 1]
        Assert.Equal(number, answered.Event)

        if number % 3 = 0 then
            Assert.Equal("Function.Third", answered.ErrorType)
        else
            Assert.Equal($"event {number}", Encoding.UTF8.GetString answered.Body)

    service.Pairs

[<Fact>]
let ``an answer and the next poll leave in one write`` () =
    Assert.Equal(20, serve false true [] 20)
    Assert.Equal(20, serve true false [] 20)

/// More than a turn's requests or replies have bytes.
let private lastByte = 700

[<Theory>]
[<InlineData(false, false)>]
[<InlineData(false, true)>]
[<InlineData(true, false)>]
[<InlineData(true, true)>]
let ``a connection may break after any byte of a turn's requests and replies`` isAsync isLending =
    for at in 0..lastByte do
        for isReset in [ false; true ] do
            for tellsCount in [ false; true ] do
                serve isAsync isLending [ Cut(RequestBytes = at, IsReset = isReset, TellsCount = tellsCount) ] 3
                |> ignore

            serve isAsync isLending [ Cut(ReplyBytes = at, IsReset = isReset) ] 3 |> ignore

let private cuts =
    let bytes = Gen.choose (0, lastByte) |> Gen.map Nullable
    let flag = Gen.elements [ false; true ]

    let cut =
        Gen.oneof
            [
                Gen.map3
                    (fun bytes isReset tells -> Cut(RequestBytes = bytes, IsReset = isReset, TellsCount = tells))
                    bytes
                    flag
                    flag
                Gen.map2 (fun bytes isReset -> Cut(ReplyBytes = bytes, IsReset = isReset)) bytes flag
            ]

    // Six failures in a row end a loop; every third connection lasts for a while.
    Gen.choose (0, 20)
    |> Gen.bind (fun count -> Gen.listOfLength count cut)
    |> Gen.map (List.mapi (fun i cut -> if i % 3 = 2 then Cut(ReplyBytes = Nullable 2_000) else cut))

[<Fact>]
let ``connections that break again and again lose and double nothing`` () =
    let flags = ArbMap.defaults |> ArbMap.generate<bool * bool>

    Runs.check 300 (Arb.fromGen (Gen.zip flags cuts)) (fun ((isAsync, isLending), cuts) ->
        serve isAsync isLending cuts 30 |> ignore)

/// What a handler does with an invocation.
type Misdeed =
    | Answers
    | Fails
    | Throws
    | Returns
    | SendsWhatCannotBeSent
    | SendsText of string
    | AnswersItself
    | AnswersItselfAndAgain
    | AnswersTwice
    | FailsItself
    | Polls
    | FailsInit
    | OpensAndLeaves
    | StreamsAndLeaves of pieces: int
    | StreamsAndFails of pieces: int
    | StreamsAndFinishes of pieces: int
    | StreamsThenResponds of pieces: int
    | OpensTwice
    | StreamsAfterAnswering
    | KeepsAnOldStream

let private misdeeds =
    let pieces = Gen.choose (0, 3)

    Gen.frequency
        [
            6, Gen.constant Answers
            12,
            Gen.elements
                [
                    Fails
                    Throws
                    Returns
                    SendsWhatCannotBeSent
                    AnswersItself
                    AnswersItselfAndAgain
                    AnswersTwice
                    FailsItself
                    Polls
                    FailsInit
                    OpensAndLeaves
                    OpensTwice
                    StreamsAfterAnswering
                    KeepsAnOldStream
                ]
            2,
            Gen.elements [ "\uD800"; "a\000b"; "\r\nX: y"; "\u2028"; ""; String('x', 70_000) ]
            |> Gen.map SendsText
            2, Gen.map StreamsAndLeaves pieces
            2, Gen.map StreamsAndFails pieces
            1, Gen.map StreamsAndFinishes pieces
            1, Gen.map StreamsThenResponds pieces
        ]

/// What the service has to have got for an event.
type private Expected =
    | Body of string
    | ErrorOf of string

let private pieces count = String.replicate count "piece"

/// Does what a handler does; gives the answer that it returns, what its caller is to get, and the stream that it opened.
let private act (client: RuntimeClient) (old: ResponseStream) (invocation: Invocation) misdeed =
    let body = Response.Json "1"
    let nothing = Answer()
    let mutable opened: ResponseStream = null

    let begin' count =
        opened <- value (client.OpenStream invocation)

        for _ in 1..count do
            value (opened.Write(ReadOnlyMemory(Encoding.UTF8.GetBytes "piece"))) |> ignore

    let answer, outcome =
        match misdeed with
        | Answers -> Answer.Of body, Body "1"
        | Fails -> Answer.Failure(FunctionError("Function.Broken", "no")), ErrorOf "Function.Broken"
        | Throws ->
            Answer.Failure(FunctionError.FromException(InvalidOperationException "thrown")),
            ErrorOf "Function.InvalidOperationException"
        | Returns -> nothing, ErrorOf "Runtime.NoAnswer"
        | SendsWhatCannotBeSent -> Answer.Of(Response.Bytes(ReadOnlyMemory.Empty, "a\r\nb")), ErrorOf "Runtime.ApiError"
        | SendsText text ->
            Answer.Failure(
                FunctionError("Function.Text", text, Cause = ErrorCause(Message = text, WorkingDirectory = text))
            ),
            ErrorOf "Function.Text"
        | AnswersItself ->
            value (client.Respond(invocation, body)) |> ignore
            nothing, Body "1"
        | AnswersItselfAndAgain ->
            value (client.Respond(invocation, body)) |> ignore
            Answer.Of(Response.Json "2"), Body "1"
        | AnswersTwice ->
            value (client.Respond(invocation, body)) |> ignore
            Assert.Equal(ErrorCode.AlreadyAnswered, codeOf (client.Respond(invocation, Response.Json "2")))
            nothing, Body "1"
        | FailsItself ->
            value (client.Fail(invocation, FunctionError("Function.Own", "no"))) |> ignore
            nothing, ErrorOf "Function.Own"
        | Polls ->
            Assert.Equal(ErrorCode.InvocationOutstanding, codeOf (client.Next()))
            Answer.Of body, Body "1"
        | FailsInit ->
            Assert.Equal(
                ErrorCode.InvocationOutstanding,
                codeOf (client.FailInit(FunctionError("Function.Init", "no")))
            )

            Answer.Of body, Body "1"
        | OpensAndLeaves ->
            begin' 0
            nothing, ErrorOf "Runtime.StreamAbandoned"
        | StreamsAndLeaves count ->
            begin' count
            nothing, ErrorOf "Runtime.StreamAbandoned"
        | StreamsAndFails count ->
            begin' count
            Answer.Failure(FunctionError("Function.Midway", "no")), ErrorOf "Function.Midway"
        | StreamsAndFinishes count ->
            begin' count
            value (opened.Finish()) |> ignore
            nothing, Body(pieces count)
        | StreamsThenResponds count ->
            begin' count

            Answer.Of body,
            (if count = 0 then
                 Body "1"
             else
                 ErrorOf "Runtime.StreamAbandoned")
        | OpensTwice ->
            begin' 1
            Assert.Equal(ErrorCode.StreamOpen, codeOf (client.OpenStream invocation))
            value (opened.Finish()) |> ignore
            nothing, Body "piece"
        | StreamsAfterAnswering ->
            value (client.Respond(invocation, body)) |> ignore
            Assert.Equal(ErrorCode.AlreadyAnswered, codeOf (client.OpenStream invocation))
            nothing, Body "1"
        | KeepsAnOldStream ->
            if not (isNull old) then
                Assert.Equal(ErrorCode.AlreadyAnswered, codeOf (old.Write(ReadOnlyMemory [| 1uy |])))
                Assert.Equal(ErrorCode.AlreadyAnswered, codeOf (old.Finish()))

            Answer.Of body, Body "1"

    answer, outcome, opened

[<Fact>]
let ``whatever a handler does, its caller gets one answer, and the next event is served`` () =
    let sequences =
        Gen.zip
            (ArbMap.defaults |> ArbMap.generate<bool * bool>)
            (Gen.choose (1, 30) |> Gen.bind (fun n -> Gen.listOfLength n misdeeds))

    Runs.check 400 (Arb.fromGen sequences) (fun ((isAsync, isLending), deeds) ->
        use service = new ModelService()
        use client = openAt isLending service
        let expected = List<Expected>()
        let mutable answer = Answer()
        let mutable old: ResponseStream = null

        for deed in deeds do
            let invocation = value (turn isAsync client answer).Next
            Assert.Equal($"id-{expected.Count + 1}", invocation.RequestId)
            let given, outcome, opened = act client old invocation deed
            expected.Add outcome
            old <- (if isNull opened then old else opened)
            answer <- given

        value (turn isAsync client answer).Next |> ignore
        Assert.Equal(deeds.Length, service.Answers.Count)
        Assert.Equal(0, service.Refused)

        for number in 1 .. deeds.Length do
            let got = service.Answers[number - 1]

            match expected[number - 1] with
            | Body body ->
                Assert.True(isNull got.ErrorType, $"{deeds[number - 1]}: {got}")
                Assert.Equal(body, Encoding.UTF8.GetString got.Body)
            | ErrorOf error -> Assert.Equal(error, got.ErrorType))
