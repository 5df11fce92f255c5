/// Each case has one verdict, and the client hands on exactly the bytes the case holds.
module LambdaClient.Properties.VerdictTests

open System
open System.Text
open Xunit
open LambdaClient
open LambdaClient.TestSupport
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Cases
open LambdaClient.Properties.Clients
open LambdaClient.Properties.Reading

let caseIds: TheoryData<string> = TheoryData<string>(all |> List.map _.Id)

/// Names and trimmed values of the last head in these bytes, found the naive way.
let private naiveFields (head: byte[]) =
    (toText head).Split("\r\n")
    |> Seq.skip 1
    |> Seq.takeWhile ((<>) "")
    |> Seq.map (fun line ->
        let colon = line.IndexOf ':'
        line.Substring(0, colon), line.Substring(colon + 1).Trim(' ', '\t'))
    |> List.ofSeq

let private decode (value: string) =
    let bytes = ofText value

    try
        UTF8Encoding(false, true).GetString bytes
    with :? DecoderFallbackException ->
        value

[<Fact>]
let ``there are at least 150 cases and each has its own name`` () =
    Assert.True(all.Length >= 150, $"{all.Length} cases")
    Assert.Equal(all.Length, byId.Count)

[<Theory; MemberData(nameof caseIds)>]
let ``the reader's verdict is the expected one`` (id: string) =
    let case = byId[id]

    match read case.Bytes, case.Expectation with
    | Accepted message, Accept(status, body, isReused) ->
        Assert.Equal(status, message.Status)
        Assert.Equal<byte>(body, message.Body)
        Assert.Equal(isReused, message.IsKeepAlive && message.Length = case.Bytes.Length)
        Assert.Equal<(string * string) list>(naiveFields message.Head, fieldsOf message.Head)
    | Refused(code, _), Refuse -> Assert.Equal(case.Next, code)
    | NeedsMore, Refuse -> Assert.True(isTorn case, "the reader waits for more")
    | verdict, expected -> Assert.Fail $"expected {expected}, got {verdict}"

[<Theory; MemberData(nameof caseIds)>]
let ``next gives the event byte for byte, or the expected error`` (id: string) =
    let case = byId[id]
    // An end before the first byte of an answer is asked about once more.
    let connections =
        [ ScriptedConnection.Of case.Bytes; ScriptedConnection.Of case.Bytes ]

    use client = openOver (script connections)
    let next = client.Next()
    Assert.Equal(case.Next, codeOf next)

    match toResult next, case.Expectation with
    | Ok invocation, Accept(_, body, _) ->
        Assert.Equal<byte>(body, invocation.Payload.ToArray())

        match read case.Bytes with
        | Accepted message ->
            for name, values in
                naiveFields message.Head
                |> List.groupBy (fun (name, _) -> name.ToLowerInvariant()) do
                let first = snd values.Head
                let expected = if first = "" then null else decode first
                Assert.Equal(expected, invocation.Header name)
        | verdict -> Assert.Fail $"{verdict}"
    | Ok _, Refuse -> Assert.Fail "an event out of nothing"
    | Error error, _ -> Assert.StartsWith(error.Name, error.Message)

[<Theory; MemberData(nameof caseIds)>]
let ``a connection is used again only where nothing is left on it`` (id: string) =
    let case = byId[id]

    match case.Expectation with
    | Refuse -> ()
    | Accept(_, _, isReused) ->
        let transport =
            script [ connectionOf [ case.Bytes; accepted ]; connectionOf [ accepted ] ]

        use client = openOver transport

        match toResult (client.Next()) with
        | Ok invocation -> Assert.Equal(ErrorCode.None, codeOf (client.Respond(invocation, Response.Json "{}")))
        | Error _ -> Assert.Equal(ErrorCode.StatusUnexpected, codeOf (client.Next()))

        Assert.Equal((if isReused then 1 else 2), transport.Connects)
