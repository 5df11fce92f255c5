/// What a reader makes of an answer does not depend on how its bytes were cut into reads.
module LambdaClient.Properties.SplitTests

open System
open FsCheck.FSharp
open Xunit
open LambdaClient.Http
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Cases
open LambdaClient.Properties.Generators
open LambdaClient.Properties.Reading

let caseIds: TheoryData<string> = TheoryData<string>(all |> List.map _.Id)

let smallIds: TheoryData<string> =
    TheoryData<string>(all |> List.filter isSmall |> List.map _.Id)

/// Every place of an answer; of a large one in the short form, those near line ends and at both ends, and some others.
let private cutsOf (bytes: byte[]) =
    if bytes.Length <= 10_000 || Runs.isLong then
        [ 1 .. bytes.Length - 1 ]
    else
        let nearEnds = [ 1..300 ] @ [ bytes.Length - 300 .. bytes.Length - 1 ]

        let nearLines =
            [
                for at in 0 .. bytes.Length - 1 do
                    if bytes[at] = byte '\n' then
                        yield! [ at - 1 .. at + 2 ]
            ]
            |> List.truncate 2_000

        nearEnds @ nearLines @ [ 1..97 .. bytes.Length - 1 ]
        |> List.filter (fun cut -> cut > 0 && cut < bytes.Length)
        |> List.distinct

let private feedParts (subject: Subject) (bytes: byte[]) (cuts: int list) =
    subject.Begin bodyLimit
    let mutable status = ReadStatus.NeedMore
    let mutable start = 0

    for cut in cuts do
        if status = ReadStatus.NeedMore then
            status <- subject.Feed(bytes, start, cut - start)
            start <- cut

    if status = ReadStatus.NeedMore then
        subject.Feed(bytes, start, bytes.Length - start)
    else
        status

let private assertSame (subject: Subject) bytes verdict cuts =
    let status = feedParts subject bytes cuts

    if not (subject.Agrees(status, verdict)) then
        Assert.Fail $"cut at {cuts}: {subject.Verdict status} instead of {verdict}: {show bytes}"

[<Theory; MemberData(nameof caseIds)>]
let ``one cut anywhere changes nothing`` (id: string) =
    let bytes = byId[id].Bytes
    let verdict = read bytes
    let subject = Subject(bytes.Length + 1)

    for cut in cutsOf bytes do
        assertSame subject bytes verdict [ cut ]

[<Theory; MemberData(nameof smallIds)>]
let ``two cuts anywhere change nothing`` (id: string) =
    let bytes = byId[id].Bytes
    let verdict = read bytes
    let subject = Subject(bytes.Length + 1)
    let mutable first = 1

    while first < bytes.Length - 1 do
        for second in first + 1 .. bytes.Length - 1 do
            assertSame subject bytes verdict [ first; second ]

        // Where the first part alone decides, the second cut lies behind the end.
        subject.Begin bodyLimit

        first <-
            if subject.Feed(bytes, 0, first) = ReadStatus.NeedMore then
                first + 1
            else
                bytes.Length

[<Theory; MemberData(nameof caseIds)>]
let ``byte by byte changes nothing`` (id: string) =
    let bytes = byId[id].Bytes
    let dripped = readPieces bodyLimit 1 (bytes |> Seq.map Array.singleton)
    Assert.Equal(read bytes, dripped)

[<Theory; MemberData(nameof caseIds)>]
let ``the room in the buffer changes nothing`` (id: string) =
    let bytes = byId[id].Bytes
    Assert.Equal(read bytes, readPieces bodyLimit 1 [ bytes ])

[<Fact>]
let ``random cuts of any bytes change nothing`` () =
    let cuts =
        Gen.choose (1, 9)
        |> Gen.bind (fun count -> Gen.listOfLength count (Gen.choose (0, 1_000_000)))

    let inputs =
        Arb.fromGenShrink (
            Gen.zip (Arb.toGen anyBytes) cuts,
            fun (bytes, cuts) -> Arb.toShrink anyBytes bytes |> Seq.map (fun smaller -> smaller, cuts)
        )

    Runs.check 3_000 inputs (fun (bytes, cuts) ->
        let places = cuts |> List.map (fun cut -> cut % (bytes.Length + 1)) |> List.sort
        assertSame (Subject(bytes.Length + 1)) bytes (read bytes) places
        assertSame (Subject 1) bytes (read bytes) places)

[<Fact>]
let ``random limits and random cuts agree as well`` () =
    let inputs =
        Arb.fromGen (Gen.zip3 (Gen.map (render >> ofText) answer) (Gen.choose (0, 60)) (Gen.choose (1, 50)))

    Runs.check 1_000 inputs (fun (bytes, limit, size) ->
        let whole = readPieces limit (bytes.Length + 1) [ bytes ]
        let pieces = Array.chunkBySize size bytes

        match whole with
        | Accepted message -> Assert.True(message.Body.Length <= limit)
        | _ -> ()

        Assert.Equal(whole, readPieces limit 1 pieces))
