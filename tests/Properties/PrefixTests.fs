/// No part of an answer is ever taken for the whole.
module LambdaClient.Properties.PrefixTests

open Xunit
open LambdaClient
open LambdaClient.Http
open LambdaClient.Transports
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Cases
open LambdaClient.Properties.Clients
open LambdaClient.Properties.Generators
open LambdaClient.Properties.Reading

let acceptedIds: TheoryData<string> =
    TheoryData<string>(all |> List.filter (fun case -> case.Expectation <> Refuse) |> List.map _.Id)

/// The bytes of the one message that an accepted case begins with.
let private message (bytes: byte[]) =
    match read bytes with
    | Accepted message -> bytes[.. message.Length - 1]
    | verdict -> failwith $"{verdict}: {show bytes}"

/// Every prefix arrives as one read; of large answers in the short form, byte by byte.
let private assertNeverDone (bytes: byte[]) =
    let subject = Subject(bytes.Length + 1)
    let isLarge = bytes.Length > 5_000 && not Runs.isLong
    subject.Begin bodyLimit

    for length in 1 .. bytes.Length - 1 do
        let status =
            if isLarge then
                subject.Feed(bytes, length - 1, 1)
            else
                subject.Begin bodyLimit
                subject.Feed(bytes, 0, length)

        if status <> ReadStatus.NeedMore then
            Assert.Fail $"{subject.Verdict status} after {length} bytes of {show bytes}"

/// What is left of a call whose answer ends here: no event, and an error that says so.
let private assertTorn (prefix: byte[]) (ending: IoStatus) =
    let connection = endingWith ending prefix
    let transport = script [ connection; connection ]
    use client = openOver transport

    match toResult (client.Next()) with
    | Ok _ -> Assert.Fail $"an event out of {show prefix}"
    | Error error ->
        let expected =
            match prefix, ending with
            | [||], IoStatus.Ok -> ErrorCode.ConnectionClosed
            | [||], _ -> ErrorCode.ConnectionBroken
            | _ -> ErrorCode.ReplyTruncated

        Assert.Equal(expected, error.Code)
        Assert.Equal(Delivery.Unknown, error.Delivery)
        Assert.False transport.IsOpen
        // Where an answer has begun, the service is not asked again.
        Assert.Equal((if prefix.Length = 0 then 2 else 1), transport.Connects)

/// Through the client, the middle of a large answer is tried at some places only.
let private lengthsOf (bytes: byte[]) =
    if bytes.Length <= 1_000 || Runs.isLong then
        [ 0 .. bytes.Length - 1 ]
    else
        [ 0..200 ]
        @ [ 201..997 .. bytes.Length - 201 ]
        @ [ bytes.Length - 200 .. bytes.Length - 1 ]

[<Theory; MemberData(nameof acceptedIds)>]
let ``no proper prefix of an accepted answer is done`` (id: string) =
    byId[id].Bytes |> message |> assertNeverDone

[<Theory; MemberData(nameof acceptedIds)>]
let ``a torn answer is an error of next, closed or reset`` (id: string) =
    let bytes = message byId[id].Bytes

    for length in lengthsOf bytes do
        assertTorn bytes[.. length - 1] IoStatus.Ok
        assertTorn bytes[.. length - 1] IoStatus.Failed

[<Fact>]
let ``no proper prefix of a generated answer is done`` () =
    Runs.check 300 answers (fun answer -> answer |> render |> ofText |> message |> assertNeverDone)
