/// What the generated events are made of: small values, with the awkward ones among them.
module internal LambdaClient.Testing.Atoms

open System
open System.Collections.Immutable
open System.Text
open System.Text.Json
open FsCheck
open FsCheck.FSharp
open LambdaClient.FSharp

let private awkward =
    [
        ""
        " "
        "\""
        "\\"
        "\r\n\t"
        "\u0000"
        "</script>"
        "ß"
        "日本語"
        "😀"
        "null"
        "{}"
        "[1"
        "%2F+%20"
        "a=b&c"
    ]

/// Whether the text can be written in UTF-8, which half of a surrogate pair cannot.
let isUnicode (text: string) =
    let strict = UTF8Encoding(false, true)

    try
        strict.GetByteCount text |> ignore
        true
    with :? EncoderFallbackException ->
        false

let text =
    let any =
        ArbMap.defaults
        |> ArbMap.generate<NonNull<string>>
        |> Gen.map (fun text -> text.Get)
        |> Gen.filter isUnicode

    let long = Gen.choose (200, 300) |> Gen.map (fun count -> String('x', count))

    let shrink (value: string) =
        [
            ""
            value.Substring(0, value.Length / 2)
            value.Substring(0, max 0 (value.Length - 1))
        ]
        |> Seq.distinct
        |> Seq.filter (fun shorter -> shorter.Length < value.Length && isUnicode shorter)

    Arb.fromGenShrink (Gen.frequency [ 4, any; 3, Gen.elements awkward; 1, long ], shrink)

/// A moment between 1970 and 2100, to the millisecond; it shrinks towards 1970.
let time =
    let last =
        DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()

    let any = Gen.choose64 (0L, last) |> Gen.map DateTimeOffset.FromUnixTimeMilliseconds

    let shrink (value: DateTimeOffset) =
        let ms = value.ToUnixTimeMilliseconds()

        Seq.distinct [ 0L; ms / 2L; ms - ms % 1000L ]
        |> Seq.filter (fun smaller -> smaller < ms && smaller >= 0L)
        |> Seq.map DateTimeOffset.FromUnixTimeMilliseconds

    Arb.fromGenShrink (any, shrink)

let bytes =
    ArbMap.defaults
    |> ArbMap.arbitrary<NonNull<byte[]>>
    |> Arb.convert (fun bytes -> ImmutableArray.ToImmutableArray bytes.Get) (fun bytes -> NonNull(Seq.toArray bytes))

/// The text of any JSON value but null.
let private jsonText =
    let quoted = text |> Arb.toGen |> Gen.map JsonSerializer.Serialize<string>

    let number =
        Gen.oneof
            [
                Gen.choose (-1000, 1000) |> Gen.map string
                Gen.elements [ "0"; "-0"; "1e300"; "0.1"; "9007199254740993" ]
            ]

    let rec value size =
        let leaf =
            Gen.oneof [ quoted; number; Gen.elements [ "true"; "false"; "{}"; "[]" ] ]

        if size <= 1 then
            leaf
        else
            let inner = value (size / 4)

            let members =
                gen {
                    let! count = Gen.choose (0, 4)
                    let! values = Gen.listOfLength count inner
                    let members = values |> List.mapi (fun place value -> $"\"m{place}\":{value}")
                    return "{" + String.Join(",", members) + "}"
                }

            let items =
                gen {
                    let! count = Gen.choose (0, 4)
                    let! values = Gen.listOfLength count inner
                    return "[" + String.Join(",", values) + "]"
                }

            Gen.frequency [ 1, leaf; 2, members; 1, items ]

    Gen.sized (fun size -> value (min size 40))

/// Any JSON but null; it shrinks to its own parts, and then to an empty object.
let json =
    let shrink (part: JsonPart) =
        let element = part.Element

        seq {
            match element.ValueKind with
            | JsonValueKind.Object when element.EnumerateObject() |> Seq.isEmpty -> ()
            | JsonValueKind.Object ->
                yield JsonPart.Parse "{}"

                for inner in element.EnumerateObject() do
                    yield JsonPart inner.Value
            | JsonValueKind.Array ->
                yield JsonPart.Parse "{}"

                for inner in element.EnumerateArray() do
                    yield JsonPart inner
            | _ -> yield JsonPart.Parse "{}"
        }

    Arb.fromGenShrink (jsonText |> Gen.map JsonPart.Parse, shrink)

/// FsCheck's own generators and shrinkers, over these atoms.
let map =
    ArbMap.defaults
    |> ArbMap.mergeArb text
    |> ArbMap.mergeArb time
    |> ArbMap.mergeArb bytes
    |> ArbMap.mergeArb json

/// Values made in one way, which shrink as their type does as long as they stay sound.
let sound (isSound: 'T -> bool) (make: Gen<'T>) =
    let shrink = map |> ArbMap.arbitrary<'T> |> Arb.toShrink
    Arb.fromGenShrink (make, shrink >> Seq.filter isSound)
