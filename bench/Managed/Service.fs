/// A Runtime API in memory: it gives the same event again and again, and accepts every answer.
module internal LambdaClient.Benchmarks.Service

open System
open System.Text
open LambdaClient
open LambdaClient.Transports

let payload =
    """{"name":"Ada Lovelace","items":[{"id":17,"title":"engine"},{"id":18,"title":"note G"}],"paid":true}"""

let private event =
    Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
        + "Content-Type: application/json\r\n"
        + $"Content-Length: {payload.Length}\r\n\r\n{payload}"
    )

let private accepted =
    Encoding.ASCII.GetBytes "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

/// After `events` of them the service is gone, which ends the loop.
type Loop(events: int) =
    inherit Transport()
    let mutable served = 0
    let mutable pending = ReadOnlyMemory<byte>.Empty

    override _.Connect(_, _) = IoResult.Done()

    override _.Write(bytes: Outgoing, _: TimeSpan) =
        if bytes.Head.Span.StartsWith "GET "B then
            served <- served + 1

            if served > events then
                IoResult(IoStatus.Failed)
            else
                pending <- ReadOnlyMemory event
                IoResult.Done bytes
        else
            pending <- ReadOnlyMemory accepted
            IoResult.Done bytes

    override _.Read(buffer, _) =
        let n = min buffer.Length pending.Length
        pending.Slice(0, n).CopyTo buffer
        pending <- pending.Slice n
        IoResult.Done n

    override _.Close() = ()
    override _.Abort() = ()
    override _.IsStale() = false

let client events =
    match
        RuntimeClient
            .Open(RuntimeClientOptions(Endpoint = "127.0.0.1:9001", Transport = fun () -> new Loop(events)))
            .TryGet()
    with
    | true, client, _ -> client
    | _, _, error -> failwith error.Message
