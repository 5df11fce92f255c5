/// What `next` makes of the event's header fields: any of them, in any order and case, with any bytes.
module LambdaClient.Properties.EventHeaderTests

open System
open System.Globalization
open System.Text
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open global.Xunit
open LambdaClient
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Clients
open LambdaClient.Properties.Generators

/// A clock that stands still.
type private Stopped(now: DateTimeOffset) =
    inherit TimeProvider()
    override _.GetUtcNow() = now

/// The text a header value stands for: UTF-8 where it is UTF-8, else ISO 8859-1; absent where it is blank.
let private meaning (value: string) =
    match value.Trim(' ', '\t') with
    | "" -> null
    | trimmed ->
        try
            UTF8Encoding(false, true).GetString(ofText trimmed)
        with :? DecoderFallbackException ->
            trimmed

let private deadlineOf (value: string) =
    let text = value.Trim(' ', '\t')

    if text <> "" && text |> Seq.forall Char.IsAsciiDigit then
        let number = Numerics.BigInteger.Parse(text, CultureInfo.InvariantCulture)

        if number <= Numerics.BigInteger Int64.MaxValue then
            Nullable(int64 number)
        else
            Nullable()
    else
        Nullable()

let private readers: (string * (InvocationContext -> string)) list =
    [
        LambdaHeaders.InvocationId, _.InvocationId
        LambdaHeaders.FunctionArn, _.InvokedFunctionArn
        LambdaHeaders.TraceId, _.TraceId
        LambdaHeaders.TenantId, _.TenantId
        LambdaHeaders.ContentType, _.ContentType
        LambdaHeaders.ClientContext, _.RawClientContext
        LambdaHeaders.CognitoIdentity, _.RawCognitoIdentity
    ]

let private utf8 (text: string) = toText (Encoding.UTF8.GetBytes text)

let private anyValue =
    Gen.oneof
        [
            fieldValue
            Gen.elements
                [
                    ""
                    " "
                    "\t \t"
                    "é"
                    utf8 "é"
                    utf8 "日本語 😀\u2028"
                    "\255\254"
                    utf8 "é" + "\255"
                ]
        ]

let private anyDeadline =
    let number = ArbMap.defaults |> ArbMap.generate<int64> |> Gen.map string

    let odd =
        [
            "0"
            "-1"
            "+1"
            "1e3"
            "1.5"
            "soon"
            "0x10"
            "1 2"
            "000"
            "9223372036854775807"
            "9223372036854775808"
            "18446744073709551616"
            repeat 40 "9"
            repeat 40 "0" + "7"
            utf8 "１２３"
            ""
        ]

    Gen.oneof [ number; Gen.elements odd; anyValue ]

/// A header field per known name, or none, and the order they come in.
let private headers =
    let entry (name: string) value =
        gen {
            let! isThere = Gen.frequency [ 4, Gen.constant true; 1, Gen.constant false ]
            let! value = value

            let! spelled =
                Gen.elements [ name; name.ToLowerInvariant(); name.ToUpperInvariant() ]

            let! before = Gen.elements [ ""; " "; "\t"; "  \t" ]
            let! after = Gen.elements [ ""; " "; "\t " ]

            return
                if isThere then
                    Some(name, (value: string), $"{spelled}:{before}{value}{after}\r\n")
                else
                    None
        }

    gen {
        let! id = entry LambdaHeaders.RequestId (Gen.frequency [ 9, idText; 1, anyValue ])
        let! deadline = entry LambdaHeaders.Deadline anyDeadline

        let! others =
            readers |> List.map (fun (name, _) -> entry name anyValue) |> Gen.sequenceToList

        let! shuffled =
            id :: deadline :: others
            |> List.choose Operators.id
            |> List.toArray
            |> Gen.shuffle

        return List.ofArray shuffled
    }

let private headerSets =
    Arb.fromGenShrink (headers, (fun fields -> Seq.init fields.Length (fun i -> List.removeAt i fields)))

[<Property(MaxTest = 1_500)>]
let ``every header is the text it stands for, or absent`` () =
    Prop.forAll headerSets (fun fields ->
        let lines = fields |> List.map (fun (_, _, line) -> line) |> String.concat ""
        use client = openOver (script [ connectionOf [ eventOf lines (ofText "{}") ] ])

        let valueOf name =
            fields
            |> List.tryFind (fun (other, _, _) -> other = name)
            |> Option.map (fun (_, value, _) -> value)

        let meaningOf name =
            valueOf name |> Option.map meaning |> Option.toObj

        match toResult (client.Next()) with
        | Ok invocation ->
            Assert.Equal(meaningOf LambdaHeaders.RequestId, invocation.RequestId)
            let context = invocation.Context

            for name, read in readers do
                Assert.Equal(meaningOf name, read context)
                Assert.Equal(meaningOf name, invocation.Header(name.ToUpperInvariant()))

            let deadline = valueOf LambdaHeaders.Deadline |> Option.map deadlineOf
            Assert.Equal(Option.defaultValue (Nullable()) deadline, context.DeadlineMs)
            Assert.Equal(context.DeadlineMs.HasValue, context.RemainingTime.HasValue)
            context.ClientContext |> ignore
            context.CognitoIdentity |> ignore
        | Error error ->
            match valueOf LambdaHeaders.RequestId |> Option.map (fun id -> id.Trim(' ', '\t')) with
            | None
            | Some "" -> Assert.Equal(ErrorCode.RequestIdMissing, error.Code)
            | Some("." | "..") -> Assert.Equal(ErrorCode.RequestIdInvalid, error.Code)
            | Some id -> Assert.Fail $"{error} for the id {id}")

[<Property(MaxTest = 1_000)>]
let ``any bytes in any header are text or an error`` () =
    let bytes = ArbMap.defaults |> ArbMap.generate<byte[]> |> Gen.map toText

    let names =
        Gen.elements (LambdaHeaders.RequestId :: LambdaHeaders.Deadline :: List.map fst readers)

    Prop.forAll (Arb.fromGen (Gen.zip names bytes)) (fun (name, value) ->
        let id =
            if name = LambdaHeaders.RequestId then
                ""
            else
                "Lambda-Runtime-Aws-Request-Id: 7\r\n"

        use client =
            openOver (script [ connectionOf [ eventOf $"{id}{name}: {value}\r\n" [||] ] ])

        match toResult (client.Next()) with
        | Ok invocation ->
            let context = invocation.Context
            Assert.NotEqual<string>("", context.RequestId)
            context.ClientContext |> ignore
            context.CognitoIdentity |> ignore
            context.RemainingTime |> ignore
        | Error error ->
            Assert.Contains(
                error.Code,
                [
                    ErrorCode.FieldInvalid
                    ErrorCode.RequestIdMissing
                    ErrorCode.RequestIdInvalid
                    ErrorCode.FramingInvalid
                    ErrorCode.ReplyTruncated
                ]
            ))

[<Property(MaxTest = 1_000)>]
let ``the time left is never below zero and never an exception`` () =
    let milliseconds =
        Gen.oneof
            [
                ArbMap.defaults
                |> ArbMap.generate<int64>
                |> Gen.map (fun n -> if n < 0L then -(n + 1L) else n)
                Gen.choose64 (0L, Int64.MaxValue)
                Gen.elements
                    [
                        0L
                        1L
                        Int64.MaxValue
                        922337203685476L
                        922337203685477L
                        922337203685478L
                        DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                    ]
            ]

    let nows =
        Gen.choose64 (
            DateTimeOffset.MinValue.ToUnixTimeMilliseconds(),
            DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        )

    let nows = Gen.oneof [ nows; Gen.constant 0L; Gen.constant 1_542_409_706_888L ]

    Prop.forAll (Arb.fromGen (Gen.zip milliseconds nows)) (fun (deadline, now) ->
        let left =
            Deadlines.Remaining(deadline, Stopped(DateTimeOffset.FromUnixTimeMilliseconds now))

        let exact = Numerics.BigInteger deadline - Numerics.BigInteger now
        let largest = Numerics.BigInteger(Int64.MaxValue / TimeSpan.TicksPerMillisecond)

        let expected =
            if exact.Sign <= 0 then
                TimeSpan.Zero
            elif exact > largest then
                TimeSpan.MaxValue
            else
                TimeSpan.FromTicks(int64 exact * TimeSpan.TicksPerMillisecond)

        Assert.Equal(expected.TotalMilliseconds, left.TotalMilliseconds, 1.0))
