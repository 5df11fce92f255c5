/// F# types as JSON: round trips, shapes, and decode errors that name the path.
module LambdaClient.FSharp.Tests.JsonTests

open System
open System.Text
open System.Text.Json
open System.Text.Json.Serialization
open System.Text.Json.Serialization.Metadata
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open global.Xunit
open LambdaClient.FSharp
open LambdaClient.FSharp.Tests.Contexts

type Suit =
    | Clubs
    | Hearts

type Shape =
    | Nothing
    | Circle of radius: int
    | Rectangle of width: int * height: int
    | Group of members: Shape list

type Id = Id of Guid

type Address = { Street: string; Zip: int option }

type Everything =
    {
        Id: Id
        Text: string
        Number: int64
        Fraction: decimal
        Flag: bool
        At: DateTimeOffset
        Maybe: int option
        Perhaps: Address voption
        Items: Address list
        Numbers: int array
        Names: Set<string>
        Counts: Map<string, int>
        Pair: int * string
        Suit: Suit
        Shape: Shape
        Nested: Result<int, string> list
    }

/// What has no JSON of its own is left out: null is no text, and a lone surrogate is none either.
let private texts =
    ArbMap.defaults
    |> ArbMap.generate<string>
    |> Gen.map (fun text ->
        match text with
        | null -> ""
        | text -> String.filter (Char.IsSurrogate >> not) text)

type private Texts =
    static member String() = Arb.fromGen texts

let private values =
    (ArbMap.defaults |> ArbMap.mergeArb (Arb.fromGen texts))
    |> ArbMap.generate<Everything>

let private decode<'T> text =
    Json.decode<'T> (Json.options ()) (utf8 text)

let private encode value =
    match Json.encode (Json.options ()) value with
    | Ok bytes -> Encoding.UTF8.GetString bytes.Span
    | Error error -> failwith $"{error}"

[<Property(MaxTest = 300)>]
let ``what is written is read`` () =
    Prop.forAll (Arb.fromGen values) (fun value -> decode<Everything>(encode value) = Ok value)

[<Fact>]
let ``types have the shapes that an F# programmer expects`` () =
    let shows expected value = Assert.Equal(expected, encode value)
    shows """{"street":"Elm","zip":1}""" { Street = "Elm"; Zip = Some 1 }
    shows """{"street":"Elm","zip":null}""" { Street = "Elm"; Zip = None }
    shows "\"Hearts\"" Hearts
    shows """{"$type":"Rectangle","width":2,"height":3}""" (Rectangle(2, 3))
    shows """[1,"a"]""" (1, "a")
    shows """{"a":1}""" (Map [ "a", 1 ])
    shows "[1,2]" (set [ 2; 1 ])
    shows "\"00000000-0000-0000-0000-000000000000\"" (Id Guid.Empty)

[<Fact>]
let ``an option may be absent or null, another field may not`` () =
    Assert.Equal(Ok { Street = "Elm"; Zip = None }, decode """{"street":"Elm"}""")
    Assert.Equal(Ok { Street = "Elm"; Zip = None }, decode """{"STREET":"Elm","zip":null,"more":[]}""")
    Assert.True((decode<Address> """{"zip":1}""").IsError)
    Assert.True((decode<Address> """{"street":null}""").IsError)
    Assert.True((decode<Address> "null").IsError)
    Assert.Equal(Ok None, decode<int option> "null")

let private errorOf<'T> text =
    match decode<'T> text with
    | Error(LambdaError.Undecodable error) -> error
    | other -> failwith $"{other}"

[<Theory>]
[<InlineData("""{"items":[{"street":"a"},{"street":"b","zip":"x"}]}""", "$.items[1].zip")>]
[<InlineData("""{"items":[{"street":"a"},7]}""", "$.items[1]")>]
[<InlineData("""{"items":[{"street":"a"},{"zip":7}]}""", "$.items[1].street")>]
[<InlineData("""{"counts":{"a":1,"b":[]}}""", "$.counts.b")>]
[<InlineData("""{"shape":{"$type":"Circle","radius":"x"}}""", "$.shape.radius")>]
[<InlineData("""{"pair":[1,2]}""", "$.pair[1]")>]
[<InlineData("{", "$")>]
[<InlineData("", "$")>]
let ``a decode error names the path`` text path =
    let error = errorOf<Everything> text
    Assert.Equal(path, error.Path)
    Assert.Equal("Everything", error.Type)
    Assert.DoesNotContain("LineNumber", error.Detail)

[<Fact>]
let ``a decode error names line and byte, and its report names all of it`` () =
    let error = errorOf<Address> "{\n  \"street\": \"Elm\",\n  \"zip\": \"x\"\n}"
    Assert.Equal("$.zip", error.Path)
    Assert.Equal(3L, error.Line)

    let report = LambdaError.toFunctionError (LambdaError.Undecodable error)
    Assert.Equal("DecodeError", report.Type)
    Assert.Contains("$.zip", report.Message)
    Assert.DoesNotContain("Address", report.Message)

// Whoever sends an event chooses how large it is, and must not choose how much memory its refusal takes.
[<Theory>]
[<InlineData("x", "$[0]")>]
[<InlineData("1", "$")>]
let ``the place in a large event is looked for only as long as that is cheap`` (first: string) path =
    let count = 1_000_000
    let items = Array.create count "1"
    items[0] <- $"\"{first}\"".Replace("\"1\"", "1")
    items[count - 1] <- "\"x\""
    let bytes = utf8 $"""[{String.Join(',', items)}]"""
    let before = GC.GetAllocatedBytesForCurrentThread()

    match Json.decode<int list> (Json.options ()) bytes with
    | Error(LambdaError.Undecodable error) -> Assert.Equal(path, error.Path)
    | other -> failwith $"{other}"

    Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0L, 64L * int64 count)

/// JSON of the right shape with one part changed at random, and bytes that are no JSON at all.
[<Property(MaxTest = 500)>]
let ``decoding is total`` (bytes: byte array) =
    let shaped =
        gen {
            let! value = values
            let text = encode value
            let! at = Gen.choose (0, text.Length - 1)
            let! piece = Gen.elements [ ""; "x"; "\""; "{"; "]"; "null"; "1e999"; "\u0000" ]
            return text.Remove(at, 1).Insert(at, piece)
        }

    Json.decode<Everything> (Json.options ()) (ReadOnlyMemory bytes) |> ignore

    Prop.forAll (Arb.fromGen shaped) (fun text ->
        match decode<Everything> text with
        | Ok _ -> true
        | Error(LambdaError.Undecodable error) -> error.Path.StartsWith '$' && error.Line >= 1L && error.Column >= 1L
        | Error _ -> false)

[<Fact>]
let ``options can be replaced`` () =
    let snake =
        JsonSerializerOptions(Json.options (), PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper)

    let context =
        LambdaContext(
            InvocationDetails.create "r" (utf8 """{"STREET":"Elm","ZIP":3}"""),
            TimeProvider.System,
            silent,
            Some snake,
            Threading.CancellationToken.None
        )

    let echo =
        lambda {
            let! address = Event.json<Address>
            return! Respond.json address
        }

    match see context echo with
    | Value response -> Assert.Equal("""{"STREET":"Elm","ZIP":3}""", textOf response)
    | other -> Assert.Fail $"{other}"

type private StreetConverter() =
    inherit JsonConverter<Address>()

    override _.Read(reader, _, _) =
        {
            Street = reader.GetString()
            Zip = None
        }

    override _.Write(writer, address, _) = writer.WriteStringValue address.Street

[<Fact>]
let ``type information made by hand is taken`` () =
    let info =
        JsonMetadataServices.CreateValueInfo<Address>(
            JsonSerializerOptions(TypeInfoResolver = JsonTypeInfoResolver.Combine()),
            StreetConverter()
        )

    let echo =
        lambda {
            let! address = Event.jsonWith info
            return! Respond.jsonWith info address
        }

    match see (contextOf "\"Elm\"") echo, see (contextOf "[]") echo with
    | Value response, Failed("DecodeError", _) -> Assert.Equal("\"Elm\"", textOf response)
    | other -> Assert.Fail $"{other}"
