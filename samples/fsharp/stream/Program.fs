// Stream: an answer that is made while it is sent, of as many pieces as the event asks for.
// Each write waits until the service takes it, so 200 MB need no more memory than one piece.
// What was sent stays sent; an exception while writing follows it, and the caller of the function sees both.
open System.IO
open System.Threading
open LambdaClient.FSharp

type Order =
    {
        Pieces: int
        PieceBytes: int
        FailAfter: int option
    }

exception OutOfPieces of count: int with
    override this.Message = $"No piece is left after {this.count}"

let write order (stream: Stream) (cancellation: CancellationToken) =
    task {
        let piece = Array.create order.PieceBytes (byte '.')

        for i in 0 .. order.Pieces - 1 do
            if order.FailAfter = Some i then
                raise (OutOfPieces i)

            do! stream.WriteAsync(piece, cancellation)
    }

let handler =
    lambda {
        let! order = Event.json<Order>
        return! Respond.stream "text/plain" (write order)
    }

[<EntryPoint>]
let main _ = Lambda.run handler
