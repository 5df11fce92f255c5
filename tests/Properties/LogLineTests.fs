/// Whatever is logged, an event is one line, and in JSON one object that says what it was given.
module LambdaClient.Properties.LogLineTests

open System
open System.Collections.Generic
open System.Collections.Immutable
open System.IO
open System.Text
open System.Text.Json
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open global.Xunit
open LambdaClient
open LambdaClient.Properties.Generators

/// The F# program of docs/logging.md.
module Documented =
    let log = FunctionLog.Open()

    let pay (order: int) =
        try
            log.Info $"order {order} is paid"
        with failure ->
            log.Error($"order {order} is lost", failure)

type private Event =
    {
        Level: FunctionLogLevel
        Message: string
        Error: FunctionError option
        Fields: (string * obj) list
    }

let private fieldValue =
    Gen.oneof
        [
            Gen.map box hostileText
            Gen.constant null
            Gen.map box (ArbMap.defaults |> ArbMap.generate<bool>)
            Gen.map box (ArbMap.defaults |> ArbMap.generate<int64>)
            Gen.map box (ArbMap.defaults |> ArbMap.generate<uint64>)
            Gen.map box (ArbMap.defaults |> ArbMap.generate<decimal>)
            Gen.map box (ArbMap.defaults |> ArbMap.generate<float>)
            Gen.map box (ArbMap.defaults |> ArbMap.generate<float32>)
            Gen.map box (ArbMap.defaults |> ArbMap.generate<Guid>)
            Gen.map box (ArbMap.defaults |> ArbMap.generate<DateTime>)
            Gen.map box (ArbMap.defaults |> ArbMap.generate<char>)
        ]

let private reserved =
    set
        [
            "timestamp"
            "level"
            "message"
            "requestId"
            "tenantId"
            "traceId"
            "errorType"
            "errorMessage"
            "stackTrace"
            "truncated"
        ]

let private fieldName =
    Gen.frequency [ 5, hostileText; 1, Gen.elements (Seq.toList reserved) ]

/// Mostly short; now and then more than a line may have.
let private text =
    let long = Gen.map2 String.replicate (Gen.choose (1, 2_000)) hostileText
    Gen.frequency [ 20, hostileText; 1, long ]

let private events =
    gen {
        let! level = Gen.elements (Enum.GetValues<FunctionLogLevel>() |> List.ofArray)
        let! message = text
        let! errorType = hostileText
        let! errorMessage = text
        let! frames = Gen.listOf text
        let! hasError = ArbMap.defaults |> ArbMap.generate<bool>
        let! fields = Gen.listOf (Gen.zip fieldName fieldValue)

        return
            {
                Level = level
                Message = message
                Error =
                    if hasError then
                        Some(FunctionError(errorType, errorMessage, ImmutableArray.CreateRange frames))
                    else
                        None
                Fields = fields
            }
    }

/// The bytes that an event becomes.
let private written format event =
    use sink = new MemoryStream()

    let log =
        FunctionLog.Open(
            FunctionLogOptions(
                Sink = sink,
                Format = Nullable format,
                Level = Nullable FunctionLogLevel.Trace,
                Variable = fun _ -> null
            )
        )

    let fields = [| for name, value in event.Fields -> KeyValuePair(name, value) |]

    let error =
        event.Error
        |> Option.map (fun error -> error :> IRuntimeApiError)
        |> Option.toObj

    log.Write(event.Level, event.Message, Unchecked.defaultof<Invocation>, error, ReadOnlySpan fields)
    Assert.Equal(0L, log.LostLines)
    sink.ToArray()

let private assertOneLine (line: byte[]) =
    Assert.Equal(line.Length - 1, Array.IndexOf(line, 10uy))
    Assert.InRange(line.Length, 1, 256 * 1024 - 26 + 1)

/// Text as JSON can carry it: each lone surrogate replaced.
let private carried (text: string) =
    Encoding.UTF8.GetString(Encoding.UTF8.GetBytes text)

[<Property(MaxTest = 1_000)>]
let ``an event is one JSON object on one line`` () =
    Prop.forAll (Arb.fromGen events) (fun event ->
        let line = written FunctionLogFormat.Json event
        assertOneLine line
        use json = JsonDocument.Parse(ReadOnlyMemory line)
        let root = json.RootElement
        let text (name: string) = root.GetProperty(name).GetString()
        let isCut, _ = root.TryGetProperty "truncated"

        Assert.Equal(event.Level.ToString().ToUpperInvariant(), text "level")
        Assert.StartsWith(text "message", carried event.Message, StringComparison.Ordinal)

        if not isCut then
            Assert.Equal(carried event.Message, text "message")

            match event.Error with
            | Some error ->
                Assert.Equal(carried error.Type, text "errorType")
                Assert.Equal(carried error.Message, text "errorMessage")
            | None -> Assert.False(fst (root.TryGetProperty "errorType"))

            let expected =
                event.Fields
                |> List.map (fun (name, _) -> carried name)
                |> List.distinct
                |> List.filter (fun name -> not (reserved.Contains name))

            let kept =
                [
                    for property in root.EnumerateObject() do
                        if not (reserved.Contains property.Name) then
                            property.Name
                ]

            Assert.Equal<string list>(expected, kept))

[<Property(MaxTest = 500)>]
let ``an event is one line of text`` () =
    Prop.forAll (Arb.fromGen events) (fun event ->
        let line = written FunctionLogFormat.Text event
        assertOneLine line
        // Strict: cut between two characters, no lone surrogate.
        let text = UTF8Encoding(false, true).GetString line
        Assert.Contains($"\t-\t{event.Level.ToString().ToUpperInvariant()}\t", text)

        let isAllowed c =
            not (Char.IsControl c) || c = '\t' || c = '\r'

        Assert.All(text.TrimEnd '\n', (fun c -> Assert.True(isAllowed c, $"a control character, {int c}"))))
