/// Answers and the verdict on each: the stored ones, and those at the limits, which are made here because they are large.
module internal LambdaClient.Properties.Cases

open System
open System.Reflection
open System.Text.Json
open LambdaClient
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Reading

/// What has to come of an answer: one message, or none.
type Expectation =
    | Accept of status: int * body: byte[] * isReused: bool
    | Refuse

type Case =
    {
        Id: string
        Bytes: byte[]
        Expectation: Expectation
        /// What `next` makes of it; None where it is an event.
        Next: ErrorCode
    }

/// The codes of answers that end too early; a reader on its own waits for more.
let isTorn case =
    case.Next = ErrorCode.ReplyTruncated || case.Next = ErrorCode.ConnectionClosed

let private stored =
    use stream =
        Assembly.GetExecutingAssembly().GetManifestResourceStream "responses.json"


    use document = JsonDocument.Parse stream

    [
        for case in document.RootElement.EnumerateArray() do
            let text (name: string) = case.GetProperty(name).GetString()
            let next = text "next"

            {
                Id = text "id"
                Bytes = case.GetProperty("bytes_b64").GetBytesFromBase64()
                Next =
                    if next = "Event" then
                        ErrorCode.None
                    else
                        Enum.Parse<ErrorCode> next
                Expectation =
                    match text "verdict" with
                    | "accept" ->
                        Accept(
                            case.GetProperty("status").GetInt32(),
                            case.GetProperty("body_b64").GetBytesFromBase64(),
                            case.GetProperty("reuse").GetBoolean()
                        )
                    | _ -> Refuse
            }
    ]

let private accept id text body =
    {
        Id = id
        Bytes = ofText text
        Expectation = Accept(200, ofText body, true)
        Next = ErrorCode.None
    }

let private refuse id text code =
    {
        Id = id
        Bytes = ofText text
        Expectation = Refuse
        Next = code
    }

let private requestId = "Lambda-Runtime-Aws-Request-Id: 7\r\n"

let private sized fields body =
    $"HTTP/1.1 200 OK\r\n{requestId}{fields}Content-Length: {String.length body}\r\n\r\n{body}"

let private chunked content =
    $"HTTP/1.1 200 OK\r\n{requestId}Transfer-Encoding: chunked\r\n\r\n{content}"

/// A head of exactly this many bytes and an event of two.
let private headOf length =
    let plain = (sized "X: \r\n" "hi").Length - 2
    sized $"""X: {repeat (length - plain) "a"}{"\r\n"}""" "hi"

let private trailersOf length =
    // The empty line at the end counts as well.
    $"""2{"\r\n"}hi{"\r\n"}0{"\r\n"}X: {repeat (length - 7) "t"}{"\r\n\r\n"}"""

let private interims count =
    repeat count "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"

let private extensions first second =
    $"""1;{repeat (first - 1) "e"}{"\r\n"}h{"\r\n"}1;{repeat (second - 1) "f"}{"\r\n"}i{"\r\n"}0{"\r\n\r\n"}"""

let private idOf length =
    let text = repeat length "i"
    $"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: {text}\r\nContent-Length: 2\r\n\r\nhi"

let private limits =
    let head = 64 * 1024
    let trailers = 8 * 1024

    [
        accept "head-64k-minus-1" (headOf (head - 1)) "hi"
        accept "head-64k" (headOf head) "hi"
        refuse "head-64k-plus-1" (headOf (head + 1)) ErrorCode.HeadTooLarge
        refuse "head-70k" (headOf (70 * 1024)) ErrorCode.HeadTooLarge
        refuse "head-line-without-end" ("HTTP/1.1 200 " + repeat (head + 100) "a") ErrorCode.HeadTooLarge
        refuse "head-field-without-end" ("HTTP/1.1 200 OK\r\nX: " + repeat (head + 100) "a") ErrorCode.HeadTooLarge
        refuse "head-torn-at-64k" ((headOf (head + 1)).Substring(0, head - 1)) ErrorCode.ReplyTruncated
        accept
            "interim-head-counts-alone"
            ((headOf head).Replace("200 OK", "103 OK").Substring(0, head) + headOf head)
            "hi"
        accept "fields-127" (sized (repeat 125 "A: b\r\n") "hi") "hi"
        accept "fields-128" (sized (repeat 126 "A: b\r\n") "hi") "hi"
        refuse "fields-129" (sized (repeat 127 "A: b\r\n") "hi") ErrorCode.HeadTooLarge
        refuse "fields-2000" (sized (repeat 2000 "A: b\r\n") "hi") ErrorCode.HeadTooLarge
        for count in 0..8 do
            accept $"interims-{count}" (interims count + sized "" "hi") "hi"
        refuse "interims-9" (interims 9 + sized "" "hi") ErrorCode.InterimInvalid
        accept "extensions-255" (chunked (extensions 100 155)) "hi"
        accept "extensions-256" (chunked (extensions 100 156)) "hi"
        refuse "extensions-257" (chunked (extensions 100 157)) ErrorCode.ChunkOverheadTooLarge
        accept "extension-256-at-once" (chunked (extensions 255 1)) "hi"
        refuse "extension-257-at-once" (chunked (extensions 256 1)) ErrorCode.ChunkOverheadTooLarge
        refuse "extension-without-end" (chunked ("1;" + repeat 400 "e")) ErrorCode.ChunkOverheadTooLarge
        refuse "chunk-size-without-end" (chunked (repeat 400 "0")) ErrorCode.ChunkOverheadTooLarge
        accept "trailers-8k-minus-1" (chunked (trailersOf (trailers - 1))) "hi"
        accept "trailers-8k" (chunked (trailersOf trailers)) "hi"
        refuse "trailers-8k-plus-1" (chunked (trailersOf (trailers + 1))) ErrorCode.ChunkOverheadTooLarge
        refuse "trailer-without-end" (chunked ("0\r\nX: " + repeat 9000 "t")) ErrorCode.ChunkOverheadTooLarge
        accept "chunks-5000" (chunked (repeat 5000 "1\r\nx\r\n" + "0\r\n\r\n")) (repeat 5000 "x")
        accept "id-8k" (idOf 8192) "hi"
        { accept "id-8k-plus-1" (idOf 8193) "hi" with
            Next = ErrorCode.RequestIdInvalid
        }
        refuse
            "sized-over-limit"
            $"HTTP/1.1 200 OK\r\n{requestId}Content-Length: {bodyLimit + 1}\r\n\r\n"
            ErrorCode.BodyTooLarge
        refuse
            "sized-at-limit-torn"
            $"HTTP/1.1 200 OK\r\n{requestId}Content-Length: {bodyLimit}\r\n\r\nhi"
            ErrorCode.ReplyTruncated
        refuse "chunk-over-limit" (chunked $"%x{bodyLimit + 1}\r\n") ErrorCode.BodyTooLarge
        refuse "chunk-at-limit-torn" (chunked $"%x{bodyLimit}\r\nhi") ErrorCode.ReplyTruncated
        refuse "chunk-sum-over-limit" (chunked $"1\r\nx\r\n%x{bodyLimit}\r\n") ErrorCode.BodyTooLarge
    ]

let all = stored @ limits

let byId = all |> List.map (fun case -> case.Id, case) |> Map.ofList

/// The cases of which every cut, and every pair of cuts, can be tried.
let isSmall case = case.Bytes.Length < 200
