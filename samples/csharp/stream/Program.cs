// Stream: answers piece by piece, as many pieces as the event asks for, and fails midway when it asks for that.
// Each write waits until the service takes it, so 200 MB need no more memory than one piece.
// What was sent stays sent; the failure follows it, and the caller of the function sees both.
using System.Text.Json;
using LambdaClient;
using Samples.Streaming;

if (!RuntimeClient.Open().TryGet(out var client, out var error))
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

while (client.Next().TryGet(out var invocation, out error))
{
    var outcome = client.OpenStream(invocation, "text/plain").Bind(stream => Answer(stream, invocation));
    if (!outcome.TryGet(out _, out error))
    {
        Console.Error.WriteLine(error.Message);
    }
}

Console.Error.WriteLine(error.Message);
return 1;

static Result<Unit, ApiError> Answer(ResponseStream stream, Invocation invocation)
{
    var order = JsonSerializer.Deserialize<Order>(invocation.Payload.Span, JsonSerializerOptions.Web)!;
    var piece = new byte[order.PieceBytes];
    Array.Fill(piece, (byte)'.');
    for (var i = 0; i < order.Pieces; i++)
    {
        if (i == order.FailAfter)
        {
            return stream.Fail(new FunctionError("OutOfPieces", $"No piece is left after {i}"));
        }

        var written = stream.Write(piece);
        if (written.IsError)
        {
            return written;
        }
    }

    return stream.Finish();
}

namespace Samples.Streaming
{
    internal sealed record Order(int Pieces, int PieceBytes, int FailAfter = -1);
}
