/// Answers that are well-formed by construction, answers that were damaged, and the hostile text that goes into requests.
module internal LambdaClient.Properties.Generators

open System
open FsCheck
open FsCheck.FSharp
open LambdaClient.Properties.Bytes

/// One header field and the blanks around its value.
type Field =
    {
        Name: string
        Before: string
        Value: string
        After: string
    }

type Chunk = { Size: string; Extension: string }

type Framing =
    | Sized of digits: int
    | Chunked of sizes: (int * Chunk) list * last: Chunk * trailers: Field list

/// Everything a well-formed answer is made of; its text has one character for each byte.
type Answer =
    {
        Interims: (int * Field list) list
        IsHttp10: bool
        Status: int
        Reason: string
        Fields: Field list
        FramingPlace: int
        Framing: Framing
        Body: string
    }

let private blanks = Gen.elements [ ""; " "; " "; " "; "\t"; "  "; " \t " ]

let private tokenChars = "!#$%&'*+-.^_`|~09azAZ-"

let private textOf chars lengths =
    gen {
        let! length = lengths
        let! picked = Gen.arrayOfLength length chars
        return String picked
    }

let token = textOf (Gen.elements (Seq.toList tokenChars)) (Gen.choose (1, 12))

let private caseOf (name: string) =
    Gen.elements [ name; name; name.ToLowerInvariant(); name.ToUpperInvariant() ]

/// Bytes a field value may have, weighted to those that are awkward elsewhere.
let private valueChar =
    Gen.frequency
        [
            6, Gen.elements (Seq.toList "abcXYZ019-_/=;")
            2, Gen.elements (Seq.toList "\"\\/?%#:,<>{}[]()'@&+ \t")
            1, Gen.choose (0x80, 0xFF) |> Gen.map char
        ]

/// A value without blanks at its ends.
let fieldValue =
    textOf valueChar (Gen.choose (0, 24))
    |> Gen.map (fun text -> text.Trim(' ', '\t'))

let private field name value =
    gen {
        let! name = name
        let! before = blanks
        let! value = value
        let! after = blanks

        return
            {
                Name = name
                Before = before
                Value = value
                After = after
            }
    }

let private framingNames = [ "content-length"; "transfer-encoding"; "connection" ]

/// Any field that has no meaning for framing.
let private otherField =
    let known =
        [
            "Content-Type"
            "Date"
            "Set-Cookie"
            "Server"
            "Content-Encoding"
            "Location"
            "Link"
            "Lambda-Runtime-Unheard-Of"
        ]

    let name =
        Gen.oneof [ token; Gen.elements known |> Gen.bind caseOf ]
        |> Gen.filter (fun name -> not (List.contains (name.ToLowerInvariant()) framingNames))

    Gen.frequency
        [
            5, field name fieldValue
            1, field (caseOf "Connection") (Gen.elements [ "close"; "keep-alive"; "Close, x"; "" ])
        ]

/// The fields of an event, each at most once.
let private eventFields =
    let value name =
        match name with
        | "Lambda-Runtime-Deadline-Ms" -> Gen.elements [ "1542409706888"; "0"; "-1"; "soon"; "" ]
        | "Lambda-Runtime-Trace-Id" -> Gen.elements [ "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1"; "" ]
        | _ -> fieldValue

    [
        "Lambda-Runtime-Aws-Request-Id"
        "Lambda-Runtime-Invocation-Id"
        "Lambda-Runtime-Deadline-Ms"
        "Lambda-Runtime-Invoked-Function-Arn"
        "Lambda-Runtime-Trace-Id"
        "Lambda-Runtime-Client-Context"
        "Lambda-Runtime-Cognito-Identity"
        "Lambda-Runtime-Aws-Tenant-Id"
    ]
    |> List.map (fun name ->
        gen {
            let! isThere = Gen.frequency [ 2, Gen.constant true; 1, Gen.constant false ]
            let! field = field (caseOf name) (value name)
            return if isThere then [ field ] else []
        })
    |> Gen.sequenceToList
    |> Gen.map List.concat

let private shuffled (items: 'a list) =
    Gen.shuffle (List.toArray items) |> Gen.map Array.toList

let private extension =
    Gen.frequency [ 4, Gen.constant ""; 1, Gen.elements [ ";a"; ";a=b"; ";"; ";q=\"x;y\"" ] ]

let private chunk size =
    gen {
        let! zeros = Gen.choose (0, 3)
        let! isUpper = ArbMap.defaults |> ArbMap.generate<bool>
        let! extension = extension
        let digits: string = if isUpper then $"%X{size}" else $"%x{size}"

        return
            {
                Size = repeat zeros "0" + digits
                Extension = extension
            }
    }

let private framing (length: int) =
    let rec sizes left =
        gen {
            if left = 0 then
                return []
            else
                let! size = Gen.choose (1, left)
                let! chunk = chunk size
                let! rest = sizes (left - size)
                return (size, chunk) :: rest
        }

    Gen.oneof
        [
            Gen.choose (1, 6) |> Gen.map Sized
            gen {
                let! sizes = sizes length
                let! last = chunk 0
                let! count = Gen.frequency [ 3, Gen.constant 0; 1, Gen.choose (1, 3) ]
                let! trailers = Gen.listOfLength count otherField
                return Chunked(sizes, last, trailers)
            }
        ]

let private bodyText =
    let byte =
        Gen.frequency
            [
                3, Gen.elements (Seq.toList "{}\"a0\r\n\000")
                1, Gen.choose (0, 255) |> Gen.map char
            ]

    textOf byte (Gen.frequency [ 4, Gen.choose (0, 40); 1, Gen.choose (0, 400) ])

let private reason =
    textOf (Gen.elements (Seq.toList "OK abc:\té")) (Gen.choose (0, 12))

let private interim =
    gen {
        let! status = Gen.elements [ 100; 102; 103; 150; 199 ]
        let! count = Gen.choose (0, 2)
        let! fields = Gen.listOfLength count otherField
        return status, fields
    }

let answer =
    gen {
        let! interims = Gen.frequency [ 5, Gen.constant 0; 1, Gen.choose (1, 8) ]
        let! interims = Gen.listOfLength interims interim

        let! status =
            Gen.frequency
                [
                    6, Gen.constant 200
                    1, Gen.elements [ 201; 202; 204; 301; 304; 400; 403; 500 ]
                    1, Gen.choose (200, 599)
                ]

        let! reason = reason
        let! events = eventFields
        let! otherCount = Gen.choose (0, 4)
        let! others = Gen.listOfLength otherCount otherField
        let! fields = shuffled (events @ others)
        let! place = Gen.choose (0, fields.Length)

        let! body =
            if status = 204 || status = 304 then
                Gen.constant ""
            else
                bodyText

        let! framing = framing body.Length

        let! isHttp10 =
            match framing with
            | Sized _ -> Gen.frequency [ 9, Gen.constant false; 1, Gen.constant true ]
            | Chunked _ -> Gen.constant false

        return
            {
                Interims = interims
                IsHttp10 = isHttp10
                Status = status
                Reason = reason
                Fields = fields
                FramingPlace = place
                Framing = framing
                Body = body
            }
    }

let private line field =
    $"{field.Name}:{field.Before}{field.Value}{field.After}\r\n"

let private lines fields =
    fields |> List.map line |> String.concat ""

let private framingLine answer =
    match answer.Framing with
    | Sized digits -> $"Content-Length: {answer.Body.Length.ToString().PadLeft(digits, '0')}\r\n"
    | Chunked _ -> "Transfer-Encoding: chunked\r\n"

let private content answer =
    let sizeLine chunk = $"{chunk.Size}{chunk.Extension}\r\n"

    match answer.Framing with
    | _ when answer.Status = 204 || answer.Status = 304 -> ""
    | Sized _ -> answer.Body
    | Chunked(sizes, last, trailers) ->
        let starts = sizes |> List.scan (fun start (size, _) -> start + size) 0

        let chunks =
            List.zip (List.take sizes.Length starts) sizes
            |> List.map (fun (start, (size, chunk)) -> sizeLine chunk + answer.Body.Substring(start, size) + "\r\n")

        String.concat "" chunks + sizeLine last + lines trailers + "\r\n"

/// The answer's bytes, as text.
let render answer =
    let interims =
        answer.Interims
        |> List.map (fun (status, fields) -> $"HTTP/1.1 {status} Wait\r\n{lines fields}\r\n")

    let version = if answer.IsHttp10 then "1.0" else "1.1"
    let before, after = List.splitAt answer.FramingPlace answer.Fields

    String.concat
        ""
        [
            yield! interims
            $"HTTP/{version} {answer.Status} {answer.Reason}\r\n"
            lines before
            framingLine answer
            lines after
            "\r\n"
            content answer
        ]

/// The names and values the answer has, in order.
let fieldsOf answer =
    let framing =
        (framingLine answer).TrimEnd().Split(": ") |> fun parts -> parts[0], parts[1]

    let plain = answer.Fields |> List.map (fun field -> field.Name, field.Value)
    List.insertAt answer.FramingPlace framing plain

let private without count (answer: Answer) =
    if count < answer.Fields.Length then
        let fields = List.removeAt count answer.Fields

        Some
            { answer with
                Fields = fields
                FramingPlace = min answer.FramingPlace fields.Length
            }
    else
        None

let private shrinkAnswer answer =
    seq {
        if not answer.Interims.IsEmpty then
            { answer with Interims = [] }

        yield! Seq.init answer.Fields.Length (fun i -> without i answer) |> Seq.choose id

        if answer.Body <> "" then
            { answer with
                Body = ""
                Framing = Sized 1
            }
    }

let answers = Arb.fromGenShrink (answer, shrinkAnswer)

/// What damage can be done to a run of bytes.
type private Damage =
    | Flip of byte
    | Insert of byte
    | Delete of int
    | Duplicate of int
    | DropReturns
    | DropFeeds

let private damage =
    let awkward =
        Gen.frequency
            [
                4,
                Gen.elements
                    [
                        0uy
                        9uy
                        10uy
                        13uy
                        32uy
                        43uy
                        44uy
                        45uy
                        48uy
                        57uy
                        58uy
                        59uy
                        127uy
                        128uy
                    ]
                1, Gen.choose (0, 255) |> Gen.map byte
            ]

    Gen.frequency
        [
            4, Gen.map Flip awkward
            3, Gen.map Insert awkward
            2, Gen.choose (1, 12) |> Gen.map Delete
            2, Gen.choose (1, 40) |> Gen.map Duplicate
            1, Gen.constant DropReturns
            1, Gen.constant DropFeeds
        ]

let private apply (bytes: byte[]) (place: int, damage) =
    let place = if bytes.Length = 0 then 0 else place % bytes.Length
    let before, after = Array.splitAt place bytes

    match damage with
    | Flip b when after.Length > 0 -> Array.concat [ before; [| b |]; after[1..] ]
    | Flip b
    | Insert b -> Array.concat [ before; [| b |]; after ]
    | Delete count -> Array.append before after[min count after.Length ..]
    | Duplicate count -> Array.concat [ before; Array.truncate count after; after ]
    | DropReturns -> Array.append before (Array.filter ((<>) 13uy) after)
    | DropFeeds -> Array.append before (Array.filter ((<>) 10uy) after)

/// Leaves out halves, quarters and so on down to single bytes.
let private shrinkBytes (bytes: byte[]) =
    seq {
        let mutable size = bytes.Length / 2

        while size > 0 do
            for start in 0..size .. bytes.Length - size do
                Array.append bytes[.. start - 1] bytes[start + size ..]

            size <- size / 2
    }

/// Answers with one to three wounds; some of them still mean something.
let damagedBytes =
    gen {
        let! answer = answer
        let! count = Gen.frequency [ 4, Gen.constant 1; 1, Gen.choose (2, 3) ]
        let! wounds = Gen.listOfLength count (Gen.zip (Gen.choose (0, 100_000)) damage)
        return wounds |> List.fold apply (ofText (render answer))
    }

let damaged = Arb.fromGenShrink (damagedBytes, shrinkBytes)

/// Anything at all: noise, damaged answers, and whole ones.
let anyBytes =
    let noise = ArbMap.defaults |> ArbMap.generate<byte[]>

    let syntax =
        Gen.elements
            [
                "HTTP/1.1 200 OK\r\n"
                "HTTP/1.1 100 \r\n\r\n"
                "Content-Length: 3\r\n"
                "Transfer-Encoding: chunked\r\n"
                "\r\n"
                "\n"
                "\r"
                "0\r\n\r\n"
                "3\r\nabc\r\n"
                ":"
                "a: b\r\n"
                " "
            ]
        |> Gen.listOf
        |> Gen.map (String.concat "" >> ofText)

    Arb.fromGenShrink (
        Gen.frequency [ 1, noise; 2, syntax; 4, damagedBytes; 1, Gen.map (render >> ofText) answer ],
        shrinkBytes
    )

/// Half a surrogate pair; the compiler makes U+FFFD of one in a literal.
let half (unit: int) = String(char unit, 1)

/// Text weighted to what breaks writers: line ends, NUL, quotes, escapes, the bytes from 0x7F, lone surrogates, U+2028.
let hostileText =
    let part =
        Gen.frequency
            [
                4, Gen.elements [ "\r"; "\n"; "\r\n"; "\000"; "\""; "\\"; "/"; "?"; "%"; "\u007F"; "\t"; " " ]
                2,
                Gen.elements
                    [
                        "\r\nX-Injected: 1\r\n"
                        "\r\n\r\nGET / HTTP/1.1\r\n\r\n"
                        "/../"
                        "%2e%2e"
                        "\",\"errorType\":\"x"
                    ]
                2, Gen.elements [ half 0xD800; half 0xDFFF; "\u2028"; "\u2029"; "\uFEFF"; "\uFFFF"; "😀"; "é" ]
                2, Gen.choose (0x7F, 0xFF) |> Gen.map (char >> string)
                4, Gen.elements [ "a"; "B"; "0"; "Error"; "Function."; "Runtime."; "." ]
            ]

    Gen.listOf part |> Gen.map (String.concat "")

let hostile =
    Arb.fromGenShrink (hostileText, (fun text -> ArbMap.defaults |> ArbMap.arbitrary<string> |> Arb.toShrink <| text))

/// Ids as the service may send them: every byte a field value can have, awkward ones first, never blank.
let idText =
    let part =
        Gen.frequency
            [
                3,
                Gen.elements
                    [
                        "/"
                        "?"
                        "%"
                        "#"
                        "."
                        ".."
                        "/../"
                        "%00"
                        "%2F"
                        "\\"
                        "\""
                        "&"
                        ";"
                        "+"
                        " "
                        "\t"
                    ]
                1, Gen.choose (0x80, 0xFF) |> Gen.map (char >> string)
                3, Gen.elements [ "a"; "Z"; "0"; "-"; "8476a536" ]
            ]

    Gen.nonEmptyListOf part
    |> Gen.map (fun parts -> (String.concat "" parts).Trim(' ', '\t'))
    |> Gen.filter (fun id -> id <> "" && id <> "." && id <> "..")

let payload =
    Gen.oneof
        [
            ArbMap.defaults |> ArbMap.generate<byte[]>
            Gen.map ofText bodyText
            Gen.constant [||]
        ]
