/// Clients over a scripted transport.
module internal LambdaClient.Properties.Clients

open System
open LambdaClient
open LambdaClient.TestSupport
open LambdaClient.Transports
open LambdaClient.Properties.Bytes

/// A result as F# has it.
let toResult (result: Result<'value, 'error>) : Microsoft.FSharp.Core.Result<'value, 'error> =
    result.Match((fun value -> Ok value), (fun error -> Error error))

/// The value of a result that has to be one.
let value (result: Result<'value, ApiError>) =
    match toResult result with
    | Ok value -> value
    | Error error -> failwith $"expected a value: {error}"

/// The code of a failure; None where there is none.
let codeOf (result: Result<'value, ApiError>) =
    match toResult result with
    | Ok _ -> ErrorCode.None
    | Error error -> error.Code

/// A client over this transport that sees no environment variable.
let openOver (transport: Transport) =
    RuntimeClientOptions(
        Endpoint = "127.0.0.1:9001",
        Variable = Func<string, string>(fun _ -> null),
        Transport = Func<Transport>(fun () -> transport),
        Clock = SlowClock()
    )
    |> RuntimeClient.Open
    |> value

let script (connections: ScriptedConnection list) = new ScriptedTransport(connections)

/// A connection that delivers one piece for each read, and seems alive between them.
let connectionOf (pieces: byte[] list) =
    ScriptedConnection([| for piece in pieces -> ReadOnlyMemory piece |], SeemsAlive = true)

/// A connection that delivers these bytes in one read, and then ends so.
let endingWith status (bytes: byte[]) =
    // A piece of no bytes would itself be the end of the stream.
    let pieces =
        if bytes.Length = 0 then
            [||]
        else
            [| ReadOnlyMemory bytes |]

    ScriptedConnection(pieces, End = IoResult(status, 0, 104))

/// What the service says to a post it takes.
let accepted =
    ofText "HTTP/1.1 202 Accepted\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n"

/// An event whose header fields are these lines.
let eventOf (lines: string) (body: byte[]) =
    Array.append (ofText $"HTTP/1.1 200 OK\r\n{lines}Content-Length: {body.Length}\r\n\r\n") body
