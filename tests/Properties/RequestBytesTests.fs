/// The bytes of a request: always exactly one, always of the same shape, whatever goes into it.
module LambdaClient.Properties.RequestBytesTests

open System
open System.Collections.Immutable
open System.Reflection
open System.Text
open System.Text.Json
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open global.Xunit
open LambdaClient
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Clients
open LambdaClient.Properties.Generators

/// A request read the naive way: cut at the first empty line, then at every line end.
let private parse (request: byte[]) =
    let text = toText request
    let headEnd = text.IndexOf "\r\n\r\n"
    Assert.True(headEnd > 0, show request)
    let lines = text.Substring(0, headEnd).Split "\r\n"

    let fields =
        [
            for line in lines[1..] do
                let colon = line.IndexOf ": "
                Assert.True(colon > 0, line)
                line.Substring(0, colon), line.Substring(colon + 2)
        ]

    // No line end but those that were just cut at.
    for line in lines do
        Assert.DoesNotContain('\r', line)
        Assert.DoesNotContain('\n', line)
        Assert.DoesNotContain('\000', line)

    lines[0], fields, request[headEnd + 4 ..]

let private idIn (line: string) ending =
    let start = "POST /2018-06-01/runtime/invocation/"
    let ending = $"/{ending} HTTP/1.1"
    Assert.StartsWith(start, line)
    Assert.EndsWith(ending, line)
    let id = line.Substring(start.Length, line.Length - start.Length - ending.Length)
    Assert.Matches(@"\A([A-Za-z0-9._~-]|%[0-9A-F]{2})+\z", id)
    percentDecoded id

/// An event with this id and attempt, and a service that takes one post.
let private invoked (id: string) (attempt: string) =
    let lines =
        $"Lambda-Runtime-Aws-Request-Id: {id}\r\nLambda-Runtime-Invocation-Id: {attempt}\r\n"

    let transport = script [ connectionOf [ eventOf lines (ofText "{}"); accepted ] ]
    let client = openOver transport
    transport, client, value (client.Next())

let private contentTypes =
    Gen.oneof
        [
            Gen.elements [ "application/json"; "text/plain; charset=\"utf-8\""; "a"; String('x', 256) ]
            Gen.choose (1, 40)
            |> Gen.bind (fun count -> Gen.arrayOfLength count (Gen.choose (0x21, 0x7E) |> Gen.map char))
            |> Gen.map String
        ]

let private inputs third =
    Arb.fromGen (Gen.zip3 (Gen.zip idText fieldValue) payload third)

[<Property(MaxTest = 1_000)>]
let ``a response is one request whose parts read back equal`` () =
    Prop.forAll (inputs contentTypes) (fun ((id, attempt), payload, contentType) ->
        let transport, client, invocation = invoked id attempt
        use _ = client
        Assert.Equal(ErrorCode.None, codeOf (client.Respond(invocation, Response.Bytes(payload, contentType))))
        Assert.Equal(2, transport.Written.Count)
        let line, fields, body = parse transport.Written[1]
        Assert.Equal(id, idIn line "response")

        Assert.Equal<(string * string) list>(
            [
                "Host", "127.0.0.1:9001"
                "User-Agent", RuntimeClientOptions().UserAgent
                if attempt <> "" then
                    "Lambda-Runtime-Invocation-Id", attempt
                "Content-Type", contentType
                "Content-Length", string payload.Length
            ],
            fields
        )

        Assert.Equal<byte>(payload, body))

[<Property(MaxTest = 1_000)>]
let ``a failure is one request whatever its type and message hold`` () =
    let texts = Gen.zip hostileText hostileText

    Prop.forAll (inputs texts) (fun ((id, attempt), _, (errorType, message)) ->
        let transport, client, invocation = invoked id attempt
        use _ = client

        let error =
            FunctionError(errorType, message, ImmutableArray.Create(message, errorType))

        Assert.Equal(ErrorCode.None, codeOf (client.Fail(invocation, error)))
        let line, fields, body = parse transport.Written[1]
        Assert.Equal(id, idIn line "error")

        Assert.Equal<(string * string) list>(
            [
                "Host", "127.0.0.1:9001"
                "User-Agent", RuntimeClientOptions().UserAgent
                if attempt <> "" then
                    "Lambda-Runtime-Invocation-Id", attempt
                "Lambda-Runtime-Function-Error-Type", RuntimeApi.ErrorType.ForHeader error.Type
                "Content-Type", "application/vnd.aws.lambda.error+json"
                "Content-Length", string body.Length
            ],
            fields
        ))

/// Exceptions of any shape: chains, trees, and inner exceptions that lead back to an outer one.
let private exceptions =
    let inner =
        typeof<Exception>.GetField("_innerException", BindingFlags.Instance ||| BindingFlags.NonPublic)

    let rec tree size =
        gen {
            let! message = hostileText
            let! shape = if size = 0 then Gen.constant 0 else Gen.choose (0, 3)

            match shape with
            | 1 ->
                let! nested = tree (size - 1)
                return InvalidOperationException(message, nested) :> Exception
            | 2 ->
                let! nested = Gen.listOfLength 3 (tree (size - 1))
                return AggregateException(message, List.toArray nested)
            | 3 ->
                let! nested = tree (size - 1)
                let outer = FormatException(message, nested)
                // An aggregate shows the inner exceptions it was made with, whatever stands here.
                inner.SetValue(nested, outer)
                return outer
            | _ -> return IO.IOException message
        }

    Gen.choose (0, 5) |> Gen.bind tree

[<Property(MaxTest = 500)>]
let ``any exception is one request with one cause`` () =
    Prop.forAll (inputs exceptions) (fun ((id, attempt), _, thrown) ->
        let transport, client, invocation = invoked id attempt
        use _ = client
        let error = FunctionError.FromException thrown
        Assert.Equal(ErrorCode.None, codeOf (client.Fail(invocation, error)))
        let line, fields, body = parse transport.Written[1]
        Assert.Equal(id, idIn line "error")
        Assert.InRange(transport.Written[1].Length - body.Length, 1, 128 * 1024)

        match fields |> List.filter (fun (name, _) -> name = LambdaHeaders.FunctionErrorCause) with
        | [ _, cause ] ->
            Assert.InRange(cause.Length, 2, 64 * 1024)
            Assert.True(cause |> Seq.forall (fun c -> c >= ' ' && c <= '~'), cause)
            use json = JsonDocument.Parse cause
            let told = json.RootElement.GetProperty "exceptions"
            Assert.Equal(error.Cause.Exceptions.Length, told.GetArrayLength())
        | found -> failwith $"{found.Length} causes"

        use json = JsonDocument.Parse(ReadOnlyMemory body)
        let message = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes error.Message)
        Assert.Equal(message, json.RootElement.GetProperty("errorMessage").GetString()))

[<Property(MaxTest = 500)>]
let ``an init failure is one request`` () =
    Prop.forAll (Arb.fromGen (Gen.zip hostileText hostileText)) (fun (errorType, message) ->
        let transport = script [ connectionOf [ accepted ] ]
        use client = openOver transport
        Assert.Equal(ErrorCode.None, codeOf (client.FailInit(FunctionError(errorType, message))))
        let line, fields, body = parse (Assert.Single transport.Written)
        Assert.Equal("POST /2018-06-01/runtime/init/error HTTP/1.1", line)
        Assert.Equal(5, fields.Length)
        Assert.Equal(string body.Length, List.find (fst >> (=) "Content-Length") fields |> snd))

[<Fact>]
let ``a poll is one request without a body`` () =
    let transport, client, _ = invoked "7" ""
    use _ = client

    Assert.Equal(
        "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: 127.0.0.1:9001\r\nUser-Agent: "
        + RuntimeClientOptions().UserAgent
        + "\r\n\r\n",
        toText transport.Written[0]
    )

/// Text that cannot be a header value: too long, empty, blank at an end, or with a character that is not printable ASCII.
let private isUnfit longest (text: string) =
    text = ""
    || text.Length > longest
    || text[0] = ' '
    || text[text.Length - 1] = ' '
    || text |> Seq.exists (fun c -> c < ' ' || c > '~')

[<Property(MaxTest = 1_000)>]
let ``a content type that no header can carry is refused, and the invocation can still be answered`` () =
    let unfit =
        Gen.oneof
            [
                hostileText
                Gen.elements [ ""; " "; "a "; " a"; String('x', 257); "a\000b"; "a\127" ]
            ]
        |> Gen.filter (isUnfit 256)

    Prop.forAll (Arb.fromGen unfit) (fun contentType ->
        let transport, client, invocation = invoked "7" "8"
        use _ = client
        let refused = client.Respond(invocation, Response.Bytes(ofText "{}", contentType))
        Assert.Equal(ErrorCode.ContentTypeInvalid, codeOf refused)
        Assert.Equal(1, transport.Written.Count)
        Assert.Equal(ErrorCode.None, codeOf (client.Respond(invocation, Response.Json "{}"))))

[<Property(MaxTest = 500)>]
let ``a user agent that no header can carry is refused before anything is opened`` () =
    let unfit =
        Gen.oneof [ hostileText; Gen.elements [ ""; " "; "a "; String('x', 129) ] ]
        |> Gen.filter (isUnfit 128)

    Prop.forAll (Arb.fromGen unfit) (fun userAgent ->
        let options =
            RuntimeClientOptions(
                Endpoint = "127.0.0.1:9001",
                UserAgent = userAgent,
                Transport = Func<Transports.Transport>(fun () -> failwith "a transport was asked for")
            )

        Assert.Equal(ErrorCode.UserAgentInvalid, codeOf (RuntimeClient.Open options)))

[<Property(MaxTest = 500)>]
let ``an endpoint is refused, or an authority of host and port`` () =
    let host =
        Gen.oneof
            [
                hostileText
                Gen.elements [ "127.0.0.1"; "localhost"; "[::1]"; "http://sandbox.local"; "a_b-c.d" ]
            ]

    let port = Gen.oneof [ Gen.choose (-1, 70_000) |> Gen.map string; hostileText ]

    Prop.forAll (Arb.fromGen (Gen.zip host port)) (fun (host, port) ->
        match toResult (Transports.Endpoint.Parse $"{host}:{port}") with
        | Error error -> Assert.Equal(ErrorCode.EndpointInvalid, error.Code)
        | Ok endpoint ->
            Assert.InRange(endpoint.Port, 1, 65_535)
            Assert.Matches(@"\A([A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}\z", endpoint.Authority))
