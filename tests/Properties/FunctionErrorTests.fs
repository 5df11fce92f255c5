/// What a failure's type, message and frames become on their way to the service.
module LambdaClient.Properties.FunctionErrorTests

open System
open System.Collections.Immutable
open System.Text
open System.Text.Json
open System.Text.RegularExpressions
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open global.Xunit
open LambdaClient
open LambdaClient.Http
open LambdaClient.RuntimeApi
open LambdaClient.Properties.Generators

let private errors =
    gen {
        let! errorType = hostileText
        let! message = hostileText
        let! frames = Gen.listOf hostileText
        return FunctionError(errorType, message, ImmutableArray.CreateRange frames)
    }

/// Text as JSON can carry it: each lone surrogate replaced.
let private carried (text: string) =
    Encoding.UTF8.GetString(Encoding.UTF8.GetBytes text)

let private parse (error: FunctionError) =
    use document = JsonDocument.Parse(ErrorBody.Write error)
    let root = document.RootElement
    let text (name: string) = root.GetProperty(name).GetString()
    let names = [ for property in root.EnumerateObject() -> property.Name ]

    let frames =
        [
            for frame in root.GetProperty("stackTrace").EnumerateArray() -> frame.GetString()
        ]

    names, text "errorType", text "errorMessage", frames

[<Property(MaxTest = 1_000)>]
let ``a report is JSON that reads back equal`` () =
    Prop.forAll (Arb.fromGen errors) (fun error ->
        let names, errorType, message, frames = parse error
        Assert.Equal<string list>([ "errorMessage"; "errorType"; "stackTrace" ], List.sort names)
        Assert.Equal(carried error.Type, errorType)
        Assert.Equal(carried error.Message, message)
        Assert.Equal<string list>([ for frame in error.StackTrace -> carried frame ], frames))

[<Property(MaxTest = 100)>]
let ``a report stays small whatever goes into it`` (message: NonNull<string>) (size: PositiveInt) =
    let large = String.replicate (size.Get * 4_000) (message.Get + "😀")

    let error =
        FunctionError(large, large, ImmutableArray.CreateRange(Seq.replicate 2_000 large))

    let body = ErrorBody.Write error
    // Every character may take six bytes as an escape.
    Assert.InRange(body.Length, 1, 1024 * 1024)
    parse error |> ignore

let private headerShape = Regex(@"\A(Runtime|Function)\.[A-Z][a-zA-Z]+\z")

[<Property(MaxTest = 3_000)>]
let ``the error type header always has the shape the service keeps`` () =
    Prop.forAll hostile (fun text -> Assert.Matches(headerShape, ErrorType.ForHeader text))

[<Property(MaxTest = 500)>]
let ``an error type of that shape is kept`` () =
    let letter = Gen.elements ([ 'a' .. 'z' ] @ [ 'A' .. 'Z' ])

    let kept =
        gen {
            let! category = Gen.elements [ "Runtime."; "Function." ]
            let! first = Gen.elements [ 'A' .. 'Z' ]
            let! rest = Gen.nonEmptyListOf letter
            return category + String(List.toArray (first :: List.truncate 127 rest))
        }

    Prop.forAll (Arb.fromGen kept) (fun text -> Assert.Equal(text, ErrorType.ForHeader text))

[<Property(MaxTest = 2_000)>]
let ``any body of a refusal is read without an exception`` () =
    let damaged =
        gen {
            let! errorType = hostileText
            let! message = hostileText
            let body = ErrorBody.Write(FunctionError(errorType, message)).ToArray()
            let! place = Gen.choose (0, body.Length - 1)
            let! b = Gen.choose (0, 255)
            return Array.concat [ body[.. place - 1]; [| byte b |]; body[place + 1 ..] ]
        }

    Prop.forAll (Arb.fromGen (Gen.oneof [ damaged; Arb.toGen anyBytes ])) (fun body ->
        ErrorBody.Read(ReadOnlySpan body) |> ignore)

[<Property(MaxTest = 500)>]
let ``the service's own report is read back`` () =
    Prop.forAll (Arb.fromGen errors) (fun error ->
        let struct (errorType, message) = ErrorBody.Read(ErrorBody.Write(error).Span)
        Assert.Equal(carried error.Type, errorType)
        Assert.Equal(carried error.Message, message))

let private frame =
    gen {
        let! path = hostileText
        let! line = Gen.choose (-1, Int32.MaxValue - 1)
        let! label = hostileText
        return StackFrameInfo(path, line, label)
    }

let private exceptionInfo =
    gen {
        let! name = hostileText
        let! message = hostileText
        let! frames = Gen.listOf frame
        return ExceptionInfo(name, message, ImmutableArray.CreateRange frames)
    }

let private cause =
    gen {
        let! directory = hostileText
        let! exceptions = Gen.listOf exceptionInfo
        let! paths = Gen.listOf hostileText
        let! message = hostileText

        return
            ErrorCause(
                WorkingDirectory = directory,
                Exceptions = ImmutableArray.CreateRange exceptions,
                Paths = ImmutableArray.CreateRange paths,
                Message = message
            )
    }

let private carriedCause (cause: ErrorCause) =
    let frame (frame: StackFrameInfo) =
        StackFrameInfo(carried frame.Path, frame.Line, carried frame.Label)

    let told (told: ExceptionInfo) =
        ExceptionInfo(carried told.Type, carried told.Message, ImmutableArray.CreateRange(Seq.map frame told.Stack))

    ErrorCause(
        WorkingDirectory = carried cause.WorkingDirectory,
        Exceptions = ImmutableArray.CreateRange(Seq.map told cause.Exceptions),
        Paths = ImmutableArray.CreateRange(Seq.map carried cause.Paths),
        Message = carried cause.Message
    )

let private isPrintable (value: ReadOnlyMemory<byte>) =
    value.ToArray() |> Array.forall (fun b -> b >= 0x20uy && b <= 0x7Euy)

[<Property(MaxTest = 1_000)>]
let ``a cause that fits is one printable line that reads back equal`` () =
    Prop.forAll (Arb.fromGen cause) (fun cause ->
        let written = CauseHeader.Write(cause, CauseHeader.MaxBytes)

        if cause.IsEmpty then
            Assert.True written.IsEmpty
        elif written.Length < CauseHeader.MaxBytes / 2 then
            Assert.True(isPrintable written)
            Assert.Equal(carriedCause cause, Clients.value (ErrorCause.Parse written)))

[<Property(MaxTest = 1_000)>]
let ``a cause that does not fit is cut to one that is well-formed and says something, or is left out`` () =
    Prop.forAll (Arb.fromGen (Gen.zip cause (Gen.choose (-10, 2_000)))) (fun (cause, room) ->
        let written = CauseHeader.Write(cause, room)
        Assert.InRange(written.Length, 0, max 0 room)

        if written.IsEmpty then
            // All that stays of one that was cut: names, brackets, and a character of each text.
            Assert.True(cause.IsEmpty || room < 200)
        else
            Assert.True(isPrintable written)
            Assert.False((Clients.value (ErrorCause.Parse written)).IsEmpty))

/// Few words and many characters of two UTF-16 units, in any of the parts, so that a short cut leaves little or nothing.
let private scant =
    let word = Gen.elements [ ""; "😀"; "😀😀"; "a😀"; half 0xD83D; half 0xDE00; "x"; "é" ]

    gen {
        let! directory = word
        let! message = word
        let! count = Gen.choose (0, 2)
        let! names = Gen.listOfLength count word
        let! paths = Gen.choose (0, 3) |> Gen.bind (fun count -> Gen.listOfLength count word)

        return
            ErrorCause(
                WorkingDirectory = directory,
                Exceptions = ImmutableArray.CreateRange [ for name in names -> ExceptionInfo(name, name) ],
                Paths = ImmutableArray.CreateRange paths,
                Message = message
            )
    }

let private textsOf (cause: ErrorCause) =
    [
        cause.WorkingDirectory
        cause.Message
        yield! cause.Paths
        for told in cause.Exceptions do
            told.Type
            told.Message
    ]

[<Property(MaxTest = 500)>]
let ``whatever the room, a cause is left out or one that is read, and never cut inside a character`` () =
    Prop.forAll (Arb.fromGen (Gen.oneof [ scant; cause ])) (fun cause ->
        let isWhole = textsOf cause |> List.forall (fun text -> carried text = text)

        for room in 0..250 do
            let written = CauseHeader.Write(cause, room)

            if not written.IsEmpty then
                let read = Clients.value (ErrorCause.Parse written)

                if isWhole then
                    Assert.All(textsOf read, (fun text -> Assert.DoesNotContain("\uFFFD", text))))

[<Fact>]
let ``the texts of a refusal are read with half a surrogate pair in them`` () =
    let body = """{"errorMessage":"a\ud800","errorType":"\udc00T"}"""B
    let struct (errorType, message) = ErrorBody.Read(ReadOnlySpan body)
    Assert.Equal("\uFFFDT", errorType)
    Assert.Equal("a\uFFFD", message)

[<Property(MaxTest = 1_000)>]
let ``any text is read as a cause without an exception`` () =
    let damaged =
        gen {
            let! cause = cause
            let body = CauseHeader.Write(cause, CauseHeader.MaxBytes).ToArray()
            let! place = Gen.choose (0, max 0 (body.Length - 1))
            let! b = Gen.choose (0, 255)

            return
                Array.concat
                    [
                        Array.truncate place body
                        [| byte b |]
                        Array.skip (min body.Length (place + 1)) body
                    ]
        }

    Prop.forAll (Arb.fromGen (Gen.oneof [ damaged; Arb.toGen anyBytes ])) (fun json ->
        match Clients.toResult (ErrorCause.Parse(ReadOnlyMemory json)) with
        | Ok cause -> Assert.False cause.IsEmpty
        | Error error ->
            Assert.Equal(ErrorCode.CauseInvalid, error.Code)
            Assert.InRange(error.Message.Length, 20, 500))
