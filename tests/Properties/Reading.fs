/// Runs a response reader over bytes that arrive in pieces, and says what it made of them.
module internal LambdaClient.Properties.Reading

open System
open LambdaClient
open LambdaClient.Http
open LambdaClient.RuntimeApi
open LambdaClient.Properties.Bytes

/// A whole message as a reader saw it.
type Message =
    {
        Status: int
        Head: byte[]
        Known: byte[] list
        Body: byte[]
        IsKeepAlive: bool
        Length: int
    }

type Verdict =
    | Accepted of Message
    | NeedsMore
    | Refused of ErrorCode * string

/// What the client takes as an event unless told otherwise.
let bodyLimit = 7 * 1024 * 1024

let private knownFields =
    [ for number in 0 .. int EventField.None - 1 -> enum<EventField> number ]

/// A reader that can be used again, and how many bytes it was given.
type Subject(room: int) =
    let buffer = ReceiveBuffer()
    let reader = ResponseReader(buffer, EventFields.Names)

    do buffer.Space room |> ignore

    member val Fed = 0 with get, set

    member _.Reader = reader

    member _.Buffer = buffer

    member this.Begin(limit: int) =
        reader.Begin(buffer, limit)
        this.Fed <- 0

    /// Gives one piece, in as many reads as the buffer's room makes of it.
    member this.Feed(bytes: byte[], start: int, count: int) =
        let mutable status = ReadStatus.NeedMore
        let mutable at = start

        while status = ReadStatus.NeedMore && at < start + count do
            reader.Reclaim()
            let space = buffer.Space reader.Wanted
            let taken = min space.Length (start + count - at)
            bytes.AsSpan(at, taken).CopyTo space.Span
            buffer.Received taken
            at <- at + taken
            this.Fed <- this.Fed + taken
            status <- reader.Advance()

        status

    member private _.Known =
        knownFields
        |> List.map (fun field -> reader.Fields.Get(int field).In(buffer.Bytes).ToArray())

    member private this.Length = this.Fed - (buffer.Count - reader.End)

    member this.Verdict status =
        match status with
        | ReadStatus.Done ->
            Accepted
                {
                    Status = reader.Status
                    Head = reader.Head.In(buffer.Bytes).ToArray()
                    Known = this.Known
                    Body = reader.Body.In(buffer.Bytes).ToArray()
                    IsKeepAlive = reader.IsKeepAlive
                    Length = this.Length
                }
        | ReadStatus.Refused -> Refused(reader.Refusal.Code, reader.Refusal.Reason)
        | _ -> NeedsMore

    /// Whether the verdict is this one; allocates nothing in the hot case.
    member this.Agrees(status, verdict) =
        match verdict with
        | Accepted message when status = ReadStatus.Done ->
            reader.Status = message.Status
            && reader.IsKeepAlive = message.IsKeepAlive
            && this.Length = message.Length
            && MemoryExtensions.SequenceEqual(reader.Head.In buffer.Bytes, ReadOnlySpan message.Head)
            && MemoryExtensions.SequenceEqual(reader.Body.In buffer.Bytes, ReadOnlySpan message.Body)
            && List.forall2 sameBytes this.Known message.Known
        | Refused(code, reason) when status = ReadStatus.Refused ->
            reader.Refusal.Code = code && reader.Refusal.Reason = reason
        | NeedsMore -> status = ReadStatus.NeedMore
        | _ -> false

/// The verdict on bytes that arrive in these pieces.
let readPieces limit room (pieces: byte[] seq) =
    let subject = Subject room
    subject.Begin limit

    let status =
        pieces
        |> Seq.fold
            (fun status piece ->
                if status = ReadStatus.NeedMore then
                    subject.Feed(piece, 0, piece.Length)
                else
                    status)
            ReadStatus.NeedMore

    subject.Verdict status

/// The verdict on bytes that arrive all at once.
let read (bytes: byte[]) =
    readPieces bodyLimit (bytes.Length + 1) [ bytes ]

/// Names and values of a head's fields, in order.
let fieldsOf (head: byte[]) =
    let fields = ResizeArray()
    let mutable walk = HeadFields(ReadOnlySpan head)

    while walk.MoveNext() do
        let field = walk.Current
        fields.Add(toText (field.Name.ToArray()), toText (field.Value.ToArray()))

    List.ofSeq fields
