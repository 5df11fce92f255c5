using System.Text;

namespace LambdaClient.TestSupport;

/// <summary>One whole request as a server received it.</summary>
/// <param name="Connection">The number of the connection it came on, from 0.</param>
/// <param name="Head">Its head as text, with the empty line at its end.</param>
/// <param name="Body">Its body.</param>
public sealed record ReceivedRequest(int Connection, string Head, byte[] Body)
{
    /// <summary>A request from its bytes.</summary>
    public static ReceivedRequest Of(byte[] request)
    {
        var end = request.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return new(0, Encoding.ASCII.GetString(request, 0, end), request[end..]);
    }

    /// <summary>Method and target, such as <c>GET /path</c>.</summary>
    public string Call => Head[..Head.IndexOf(" HTTP/", StringComparison.Ordinal)];

    /// <summary>Head and body as text.</summary>
    public string Text => Head + Encoding.UTF8.GetString(Body);

    /// <summary>The value of a header field, or null.</summary>
    public string? Field(string name) =>
        Head.Split("\r\n")
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())
            .SingleOrDefault();
}
