/// What JSON of other senders looks like, what has none, and what a caller is told.
module LambdaClient.FSharp.Tests.JsonEdgeTests

open System
open System.Collections.Generic
open System.Text
open System.Text.Json
open System.Text.Json.Nodes
open System.Text.Json.Serialization
open System.Threading.Tasks
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open global.Xunit
open LambdaClient.FSharp
open LambdaClient.FSharp.Tests.Contexts
open LambdaClient.FSharp.Tests.NullableTypes

type Drink =
    | Water
    | Tea of size: int * more: Drink list
    | Mixed of first: Drink * second: Drink

type Colour =
    | Red = 1
    | Green = 2

let private options = Json.options ()

let private decode<'T> text = Json.decode<'T> options (utf8 text)

let private encode value =
    match Json.encode options value with
    | Ok bytes -> Encoding.UTF8.GetString bytes.Span
    | Error error -> failwith $"{error}"

let private errorOf<'T> text =
    match decode<'T> text with
    | Error(LambdaError.Undecodable error) -> error
    | other -> failwith $"{text} gave {other}"

let rec private drinks depth =
    if depth = 0 then
        Gen.constant Water
    else
        Gen.oneof
            [
                Gen.constant Water
                gen {
                    let! size = Gen.choose (0, 9)
                    let! more = Gen.listOf (drinks (depth - 1)) |> Gen.resize 3
                    return Tea(size, more)
                }
                Gen.zip (drinks (depth - 1)) (drinks (depth - 1)) |> Gen.map Mixed
            ]

/// The same document with the members of each object in a random order.
let rec private shuffled (random: Random) (node: JsonNode) : JsonNode =
    match node with
    | :? JsonObject as members ->
        let copies =
            members
            |> Seq.map (fun pair -> KeyValuePair(pair.Key, shuffled random pair.Value))
            |> Array.ofSeq

        random.Shuffle copies
        JsonObject copies
    | :? JsonArray as items -> JsonArray(items |> Seq.map (shuffled random) |> Array.ofSeq)
    | null -> null
    | other -> other.DeepClone()

[<Property(MaxTest = 200)>]
let ``the tag of a union may stand anywhere, at each depth`` (seed: int) =
    Prop.forAll (Arb.fromGen (drinks 4)) (fun drink ->
        let node = shuffled (Random seed) (JsonNode.Parse(encode drink))
        let text = if isNull node then "null" else node.ToJsonString()
        decode<Drink> text = Ok drink)

[<Fact>]
let ``a tag that stands last costs time in proportion to the document`` () =
    let nested count =
        let inner = String('x', 2_000)

        let rec build depth =
            if depth = 0 then
                $"{{\"size\":1,\"more\":[],\"pad\":\"{inner}\",\"$type\":\"Tea\"}}"
            else
                $"{{\"size\":1,\"more\":[{build (depth - 1)}],\"$type\":\"Tea\"}}"

        utf8 (build count)

    let allocated document =
        Json.decode<Drink> options document |> ignore
        let before = GC.GetAllocatedBytesForCurrentThread()
        Assert.True((Json.decode<Drink> options document).IsOk)
        GC.GetAllocatedBytesForCurrentThread() - before

    // The document is 40 % larger at twice the depth; in order at once, it costs no more than that and some room.
    Assert.InRange(allocated (nested 24), 0L, 4L * allocated (nested 12))

[<Theory>]
[<InlineData("""{"size":1,"more":[],"$type":"Coffee"}""", "$.$type", "is not one of Water, Tea, Mixed")>]
[<InlineData("""{"size":1,"more":[]}""", "$.$type", "is missing")>]
[<InlineData("""{"size":"x","more":[],"$type":"Tea"}""", "$.size", "is a string, not a 32-bit integer")>]
[<InlineData("""{"$type":"Tea","more":[]}""", "$.size", "is missing")>]
[<InlineData("""{"more":[{"$type":"Tea","size":1}],"size":1,"$type":"Tea"}""", "$.more[0].more", "is missing")>]
[<InlineData("""{"second":7,"$type":"Mixed","first":"Water"}""",
             "$.second",
             "is a number, not an object with $type, one of Water, Tea, Mixed")>]
let ``the path of a union goes to the field`` text path detail =
    let error = errorOf<Drink> text
    Assert.Equal((path, detail), (error.Path, error.Detail))

type Order =
    {
        Name: string
        Count: int
        Price: float
        Colour: Colour
        At: DateTimeOffset
        Items: string list
        Drink: Drink
        Parts: Map<string, int>
        Pair: int * bool
    }

let private order =
    """{"name":"a","count":1,"price":1.5,"colour":"Red","at":"2026-01-01T00:00:00Z","items":["x"],"drink":"Water","parts":{"p":1},"pair":[1,true]}"""

[<Theory>]
[<InlineData("\"name\":\"a\",", "", "$.name", "is missing")>]
[<InlineData("\"a\"", "null", "$.name", "is null, not a string")>]
[<InlineData("\"a\"", "7", "$.name", "is a number, not a string")>]
[<InlineData("\"count\":1,", "", "$.count", "is missing")>]
[<InlineData("\"count\":1", "\"count\":1e99", "$.count", "is a number, but not a 32-bit integer")>]
[<InlineData("\"count\":1", "\"count\":1.5", "$.count", "is a number, but not a 32-bit integer")>]
[<InlineData("\"count\":1", "\"count\":\"x\"", "$.count", "is a string, not a 32-bit integer")>]
[<InlineData("1.5", "1e400", "$.price", "is a number, but not a finite number")>]
[<InlineData("1.5", "-1e400", "$.price", "is a number, but not a finite number")>]
[<InlineData("1.5", "\"NaN\"", "$.price", "is a string, not a finite number")>]
[<InlineData("1.5", "\"Infinity\"", "$.price", "is a string, not a finite number")>]
[<InlineData("\"Red\"", "\"Blue\"", "$.colour", "is a string, but not one of Red, Green")>]
[<InlineData("\"2026-01-01T00:00:00Z\"", "\"soon\"", "$.at", "is a string, but not a time in ISO 8601")>]
[<InlineData("[\"x\"]", "{}", "$.items", "is an object, not an array")>]
[<InlineData("[\"x\"]", "[\"x\",[]]", "$.items[1]", "is an array, not a string")>]
[<InlineData("\"Water\"", "{}", "$.drink.$type", "is missing")>]
[<InlineData("{\"p\":1}", "{\"p\":true}", "$.parts.p", "is a boolean, not a 32-bit integer")>]
[<InlineData("[1,true]", "[1]", "$.pair", "is an array, but not an array of 2")>]
let ``what is wrong is told of the field, without a name of a type`` (part: string) (instead: string) path detail =
    Assert.True((decode<Order> order).IsOk)
    let error = errorOf<Order>(order.Replace(part, instead))
    Assert.Equal((path, detail), (error.Path, error.Detail))

let private typeNames =
    [
        "System."
        "FSharp"
        "Order"
        "Int32"
        "Everything"
        "could not be converted"
        "JsonEdgeTests"
    ]

[<Property(MaxTest = 300)>]
let ``no name of a type reaches a caller, whatever is wrong`` (seed: int) =
    let random = Random seed

    let pieces =
        [|
            "null"
            "7"
            "1e400"
            "\"x\""
            "[]"
            "{}"
            "true"
            "\"\\ud800\""
            "[null]"
            "{\"a\":{}}"
        |]

    let document = JsonNode.Parse(order).AsObject()
    let names = document |> Seq.map _.Key |> Array.ofSeq
    let name = names[random.Next names.Length]

    if random.Next 5 = 0 then
        document.Remove name |> ignore
    else
        document[name] <- JsonValue.Create "@"

    let text =
        document.ToJsonString().Replace("\"@\"", pieces[random.Next pieces.Length])

    match decode<Order> text with
    | Ok _ -> ()
    | Error error ->
        let report = LambdaError.toFunctionError error

        for typeName in typeNames do
            Assert.DoesNotContain(typeName, report.Message)
            Assert.DoesNotContain(typeName, report.Type)

[<Fact>]
let ``an answer that has no JSON names no type`` () =
    let reports =
        [
            Json.encode options nan
            Json.encode options infinity
            Json.encode options {| Value = nan |}
            Json.encode options (typeof<int>)
        ]

    for report in reports do
        match report with
        | Error error ->
            let report = LambdaError.toFunctionError error
            Assert.Equal("EncodeError", report.Type)
            Assert.DoesNotContain("System.", report.Message)
        | Ok bytes -> failwith (Encoding.UTF8.GetString bytes.Span)

[<Fact>]
let ``numbers that are too large for their type are refused, alone, in lists and as single precision`` () =
    Assert.True((decode<float> "1e400").IsError)
    Assert.True((decode<float list> "[1,-1e999]").IsError)
    Assert.True((decode<float option> "1e400").IsError)
    Assert.True((decode<float32> "1e39").IsError)
    Assert.True((decode<float32> "\"Infinity\"").IsError)
    Assert.True((decode<decimal> "1e400").IsError)
    Assert.Equal(Ok 1e300, decode<float> "1e300")
    Assert.Equal(Ok 0.1, decode<float> "\"0.1\"")
    Assert.Equal(Ok 1e30f, decode<float32> "1e30")
    Assert.Equal("0.1", encode 0.1)
    Assert.Equal("0.1", encode 0.1f)

[<Fact>]
let ``enums are written by name, and read by name or number`` () =
    Assert.Equal("\"Green\"", encode Colour.Green)
    Assert.Equal(Ok Colour.Green, decode<Colour> "\"Green\"")
    Assert.Equal(Ok Colour.Green, decode<Colour> "2")

[<Fact>]
let ``a field that may be null may be null or absent, and no other may`` () =
    Assert.Equal(Ok { Name = "a"; Note = null }, decode<Noted> """{"name":"a"}""")
    Assert.Equal(Ok { Name = "a"; Note = null }, decode<Noted> """{"name":"a","note":null}""")
    Assert.Equal(Ok { Name = "a"; Note = "b" }, decode<Noted> """{"note":"b","name":"a"}""")
    Assert.Equal("$.name", (errorOf<Noted> """{"note":"b"}""").Path)
    Assert.Equal("$.name", (errorOf<Noted> """{"name":null,"note":"b"}""").Path)
    Assert.Equal("$[1].note", (errorOf<Noted list> """[{"name":"a"},{"name":"a","note":7}]""").Path)
    Assert.Equal(Ok(Remark("a", null)), decode<Remarked> """{"text":"a","$type":"Remark"}""")
    Assert.Equal("$.text", (errorOf<Remarked> """{"by":"a","$type":"Remark"}""").Path)

type WithBigint = { Total: bigint }
type WithFunction = { Call: int -> int }
type WithTask = { Running: Task<int> }
type WithLazy = { Late: Lazy<int> }

type Deep =
    {
        Parts: Map<string, (int * WithLazy option) list>
    }

type Cased =
    | Plain
    | Held of WithFunction

let private takes<'T> () : Handler =
    Lambda.json (fun (_: 'T) -> Lambda.ofValue 1)

let private answers (value: 'T) : Handler =
    Lambda.json (fun (_: int) -> Lambda.ofValue value)

let private refuses (part: string) (make: unit -> Handler) (read: Result<'T, LambdaError>) =
    let raised = Assert.Throws<NotSupportedException>(fun () -> make () |> ignore)
    Assert.Contains(part, raised.Message)

    match read with
    | Error error ->
        let report = LambdaError.toFunctionError error
        Assert.Equal("JsonTypeError", report.Type)
        Assert.Contains(part, report.Message)
    | Ok value -> failwith $"{value}"

[<Fact>]
let ``types without JSON are refused with a sentence, when a handler is made and when one is read or written`` () =
    refuses "WithBigint.Total is a bigint" (fun () -> takes<WithBigint>()) (decode<WithBigint> "{}")
    refuses "WithFunction.Call is a function" (fun () -> answers { Call = id }) (decode<WithFunction> "{}")
    refuses "WithTask.Running is a task" (fun () -> takes<WithTask list>()) (decode<WithTask> "{}")
    refuses "WithLazy.Late is a Lazy" (fun () -> takes<Deep>()) (decode<Deep> "{}")
    refuses "WithFunction.Call is a function" (fun () -> takes<Cased>()) (decode<Cased> "{}")
    refuses "bigint" (fun () -> takes<bigint>()) (decode<bigint> "1")
    refuses "is a task" (fun () -> answers (async { return 1 })) (decode<Async<int>> "1")

    match Json.encode options { Total = 1I } with
    | Error error -> Assert.Equal("JsonTypeError", (LambdaError.toFunctionError error).Type)
    | Ok _ -> failwith "it was written"

type private BigintConverter() =
    inherit JsonConverter<bigint>()

    override _.Read(reader, _, _) =
        bigint.Parse(string (reader.GetString()))

    override _.Write(writer, value, _) = writer.WriteStringValue(string value)

[<Fact>]
let ``a converter of the program's own makes a type one that has JSON`` () =
    let own = JsonSerializerOptions options
    own.Converters.Insert(0, BigintConverter())
    Assert.Equal(Ok { Total = 12I }, Json.decode<WithBigint> own (utf8 """{"total":"12"}"""))

/// Arrays in arrays, so deep.
let private nested depth = String('[', depth) + String(']', depth)

let private contextDeep maxDepth payload =
    LambdaContext(
        InvocationDetails.create "r" (utf8 payload),
        TimeProvider.System,
        silent,
        Some(JsonSerializerOptions(options, MaxDepth = maxDepth)),
        Threading.CancellationToken.None
    )

[<Theory>]
[<InlineData(64)>]
[<InlineData(10)>]
[<InlineData(500)>]
let ``depth is what the options say, of typed events and of elements`` maxDepth =
    let drink depth =
        String.replicate depth """{"size":1,"more":["""
        + String.replicate depth """],"$type":"Tea"}"""

    let isRead (read: Read<'T>) payload =
        (read (contextDeep maxDepth payload)).IsOk

    Assert.True(isRead Event.element (nested maxDepth))
    Assert.False(isRead Event.element (nested (maxDepth + 1)))
    Assert.True(isRead Event.json<JsonElement> (nested maxDepth))
    Assert.False(isRead Event.json<JsonElement> (nested (maxDepth + 1)))
    Assert.True(isRead Event.json<Drink> (drink (maxDepth / 2)))
    Assert.False(isRead Event.json<Drink> (drink (maxDepth / 2 + 1)))

    match Event.json<JsonElement>(contextDeep maxDepth (nested (maxDepth + 1))) with
    | Error(LambdaError.Undecodable error) -> Assert.Contains($"{maxDepth}", error.Detail)
    | other -> failwith $"{other}"

[<Fact>]
let ``text is escaped only where JSON demands it`` () =
    Assert.Equal("\"日本語 é <&> '+\"", encode "日本語 é <&> '+")
    Assert.Equal("\"\\\"\\\\\\n\"", encode "\"\\\n")
    let text = String.replicate 10_000 "日本"
    Assert.Equal(Encoding.UTF8.GetByteCount text + 2, Encoding.UTF8.GetByteCount(encode text))
