/// Where the reader accepts, the framework's HttpClient sees the same status, fields and body in the same bytes.
module LambdaClient.Properties.OracleTests

open System
open System.Globalization
open System.IO
open System.Net.Http
open System.Text
open System.Threading
open System.Threading.Tasks
open FsCheck.FSharp
open Xunit
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Cases
open LambdaClient.Properties.Generators
open LambdaClient.Properties.Reading

/// A connection without a network: takes any request, and gives these bytes.
type private Canned(bytes: byte[]) =
    inherit Stream()
    let source = new MemoryStream(bytes)
    override _.CanRead = true
    override _.CanWrite = true
    override _.CanSeek = false
    override _.Length = raise (NotSupportedException())

    override _.Position
        with get () = raise (NotSupportedException())
        and set _ = raise (NotSupportedException())

    override _.Flush() = ()
    override _.Seek(_, _) = raise (NotSupportedException())
    override _.SetLength _ = raise (NotSupportedException())
    override _.Read(buffer: byte[], offset: int, count: int) = source.Read(buffer, offset, count)
    override _.Read(buffer: Span<byte>) = source.Read buffer
    override _.ReadAsync(buffer: Memory<byte>, _: CancellationToken) = ValueTask<int>(source.Read buffer.Span)
    override _.Write(_: byte[], _: int, _: int) = ()
    override _.Write(_: ReadOnlySpan<byte>) = ()
    override _.WriteAsync(_: ReadOnlyMemory<byte>, _: CancellationToken) = ValueTask.CompletedTask

let private canned = HttpRequestOptionsKey<byte[]> "canned"

let private client =
    let handler =
        new SocketsHttpHandler(
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 1024,
            ResponseHeaderEncodingSelector = (fun _ _ -> Encoding.Latin1),
            ConnectCallback =
                (fun context _ ->
                    match context.InitialRequestMessage.Options.TryGetValue canned with
                    | true, bytes -> ValueTask<Stream>(new Canned(bytes))
                    | _ -> failwith "no bytes")
        )

    new HttpMessageInvoker(handler)

/// HttpClient rewrites the fields that it obeys itself; what they mean has to be the same.
let private sense (name: string) (values: string list) =
    match name with
    | "content-length" ->
        values
        |> List.map (fun value -> string (Int64.Parse(value, CultureInfo.InvariantCulture)))
    | "connection"
    | "transfer-encoding" ->
        values
        |> List.collect (fun value -> List.ofArray (value.Split(',', StringSplitOptions.TrimEntries)))
        |> List.filter ((<>) "")
    | _ -> values

/// What HttpClient makes of an answer: its status, each name with its values in order, and its body.
let private ask (bytes: byte[]) =
    use request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1/")
    request.Options.Set(canned, bytes)
    // Each answer has its own connection.
    request.Headers.ConnectionClose <- true
    use response = client.Send(request, CancellationToken.None)

    let fields =
        Seq.append response.Headers.NonValidated response.Content.Headers.NonValidated
        |> Seq.map (fun field ->
            let name = field.Key.ToLowerInvariant()
            name, sense name (List.ofSeq field.Value))
        |> Seq.filter (fun (_, values) -> not values.IsEmpty)
        |> Map.ofSeq

    use body = new MemoryStream()
    response.Content.ReadAsStream().CopyTo body
    int response.StatusCode, fields, body.ToArray()

let private ours message =
    let fields =
        fieldsOf message.Head
        |> List.groupBy (fun (name, _) -> name.ToLowerInvariant())
        |> List.map (fun (name, fields) -> name, sense name (List.map snd fields))
        |> List.filter (fun (_, values) -> not values.IsEmpty)
        |> Map.ofList

    message.Status, fields, message.Body

let private assertAgree (bytes: byte[]) =
    match read bytes with
    | Accepted message ->
        try
            let theirs = ask bytes

            if theirs <> ours message then
                Assert.Fail $"{theirs} instead of {ours message}: {show bytes}"
        with :? HttpRequestException as refusal ->
            Assert.Fail $"HttpClient refuses ({refusal.Message}) {show bytes}"

        true
    | _ -> false

let acceptedIds: TheoryData<string> =
    TheoryData<string>(all |> List.filter (fun case -> case.Expectation <> Refuse) |> List.map _.Id)

[<Theory; MemberData(nameof acceptedIds)>]
let ``HttpClient agrees on every accepted case`` (id: string) = Assert.True(assertAgree byId[id].Bytes)

[<Fact>]
let ``HttpClient agrees on generated answers`` () =
    Runs.check 1_000 answers (fun answer -> Assert.True(answer |> render |> ofText |> assertAgree))

[<Fact>]
let ``HttpClient agrees on damaged answers that are still accepted`` () =
    let mutable tried = 0
    let mutable accepted = 0

    Runs.check 2_000 damaged (fun bytes ->
        tried <- tried + 1

        if assertAgree bytes then
            accepted <- accepted + 1)

    // A property of nothing would prove nothing.
    Assert.True(accepted * 10 > tried, $"{accepted} of {tried} accepted")
    Assert.True(accepted < tried, $"{accepted} of {tried} accepted")
