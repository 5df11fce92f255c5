/// Any bytes at all give a verdict, in linear time and bounded room.
module LambdaClient.Properties.TotalityTests

open System
open System.Diagnostics
open Xunit
open LambdaClient
open LambdaClient.Http
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Clients
open LambdaClient.Properties.Generators
open LambdaClient.Properties.Reading

[<Fact>]
let ``any bytes are done, refused, or a beginning`` () =
    Runs.check 5_000 anyBytes (fun bytes ->
        match read bytes with
        | Accepted message ->
            Assert.InRange(message.Length, 1, bytes.Length)
            Assert.InRange(message.Status, 200, 599)
            Assert.True(message.Body.Length + message.Head.Length <= message.Length)
            Assert.NotEmpty(show message.Head)
            fieldsOf message.Head |> ignore
        | Refused(code, reason) ->
            Assert.Contains(int code / 100, [ int ErrorCategory.Protocol; int ErrorCategory.Limit ])
            Assert.NotEqual<string>("", reason)
        | NeedsMore -> ())

[<Fact>]
let ``any answer of a service is an event or an error`` () =
    Runs.check 2_000 anyBytes (fun bytes ->
        let transport = script [ connectionOf [ bytes ]; connectionOf [ bytes ] ]
        use client = openOver transport

        match toResult (client.Next()) with
        | Ok invocation ->
            Assert.NotEqual<string>("", invocation.RequestId)
            Assert.NotNull invocation.Context
        | Error error -> Assert.NotEqual(ErrorCode.InternalError, error.Code))

[<Fact>]
let ``what generated answers say is what the reader reads`` () =
    Runs.check 1_000 answers (fun answer ->
        let bytes = ofText (render answer)

        match read bytes with
        | Accepted message ->
            Assert.Equal(answer.Status, message.Status)
            Assert.Equal(answer.Body, toText message.Body)
            Assert.Equal<(string * string) list>(Generators.fieldsOf answer, Reading.fieldsOf message.Head)
            Assert.Equal(bytes.Length, message.Length)
        | verdict -> Assert.Fail $"{verdict}: {show bytes}")

let private tinyChunks count =
    ofText (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + repeat count "1\r\nx\r\n"
        + "0\r\n\r\n"
    )

let private interimsAndFields count =
    ofText (repeat 8 ("HTTP/1.1 103 Wait\r\n" + repeat count "A: b\r\n" + "\r\n"))

/// Reads, and says how large the buffer became.
let private roomFor pieceSize (bytes: byte[]) =
    let subject = Subject 1
    subject.Begin bodyLimit
    let mutable status = ReadStatus.NeedMore

    for start in 0..pieceSize .. bytes.Length - 1 do
        if status = ReadStatus.NeedMore then
            status <- subject.Feed(bytes, start, min pieceSize (bytes.Length - start))

    subject.Verdict status, subject.Buffer.Bytes.Length

[<Theory>]
[<InlineData(1)>]
[<InlineData(7)>]
[<InlineData(4096)>]
let ``100,000 tiny chunks are joined in little more room than their data`` (pieceSize: int) =
    let count = 100_000
    let verdict, room = roomFor pieceSize (tinyChunks count)

    match verdict with
    | Accepted message -> Assert.Equal(repeat count "x", toText message.Body)
    | verdict -> Assert.Fail $"{verdict}"

    Assert.InRange(room, count, 4 * count)

[<Fact>]
let ``interim answers cannot fill the memory`` () =
    let verdict, room = roomFor 1000 (interimsAndFields 128)
    Assert.Equal(NeedsMore, verdict)
    Assert.InRange(room, 1, 10 * ResponseReader.MaxHeadBytes)

[<Fact>]
let ``bytes of the body limit are the most that is kept`` () =
    let limit = 10_000

    let endless =
        ofText (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + repeat 20_000 "1\r\nx\r\n"
        )

    let subject = Subject 1
    subject.Begin limit
    Assert.Equal(ReadStatus.Refused, subject.Feed(endless, 0, endless.Length))
    Assert.Equal(ErrorCode.BodyTooLarge, subject.Reader.Refusal.Code)
    Assert.InRange(subject.Buffer.Bytes.Length, limit, 4 * limit)

/// Sixteen times the input takes 16 times as long where time is linear and 256 times where it is quadratic. The least
/// times of many runs are compared, since a busy machine only ever adds to a time.
let private assertLinear (input: int -> byte[]) pieceSize =
    let small, large = input 2_000, input 32_000

    let timeOf bytes =
        let start = Stopwatch.GetTimestamp()
        roomFor pieceSize bytes |> ignore
        Stopwatch.GetElapsedTime(start).TotalMilliseconds

    let rec compare attempts leastSmall leastLarge =
        let leastSmall = min leastSmall (Seq.init 5 (fun _ -> timeOf small) |> Seq.min)
        let leastLarge = min leastLarge (timeOf large)

        if leastLarge >= 64.0 * leastSmall then
            Assert.True(attempts > 0, $"{leastSmall} ms, then {leastLarge} ms")
            compare (attempts - 1) leastSmall leastLarge

    compare 50 Double.MaxValue Double.MaxValue

[<Fact>]
let ``tiny chunks take linear time, byte by byte`` () = assertLinear tinyChunks 1

[<Fact>]
let ``tiny chunks take linear time, in large reads`` () = assertLinear tinyChunks 65_536

[<Fact>]
let ``a long field takes linear time, byte by byte`` () =
    assertLinear (fun count -> ofText ("HTTP/1.1 200 OK\r\nX: " + repeat count "a")) 1

[<Fact>]
let ``a long body takes linear time, byte by byte`` () =
    assertLinear
        (fun count -> ofText $"""HTTP/1.1 200 OK{"\r\n"}Content-Length: {count}{"\r\n\r\n"}{repeat count "a"}""")
        1
