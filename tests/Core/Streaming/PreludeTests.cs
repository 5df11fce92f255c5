using System.Collections.Immutable;
using System.Text;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Streaming;

/// <summary>What goes before the first piece when a streamed answer is an HTTP response.</summary>
public sealed class PreludeTests
{
    private static readonly ImmutableDictionary<string, string> NoHeaders = ImmutableDictionary<string, string>.Empty;

    [Theory, BothCallers]
    public async Task It_is_a_chunk_of_its_own_before_the_first_piece(Caller caller)
    {
        var prelude = new HttpPrelude
        {
            StatusCode = 201,
            Headers = NoHeaders.Add("X-One", "1"),
            MultiValueHeaders = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("X-Two", ["a", "b"]),
            Cookies = ["c=d"],
        };
        const string Json =
            """{"statusCode":201,"headers":{"X-One":"1"},"multiValueHeaders":{"X-Two":["a","b"]},"cookies":["c=d"]}""";

        var sent = await Send(caller, prelude, "body");

        Assert.Contains($"\r\nContent-Type: {HttpPrelude.ContentType}\r\n", sent, StringComparison.Ordinal);
        Assert.EndsWith(
            $"\r\n\r\n{Json.Length + 8:X}\r\n{Json}\0\0\0\0\0\0\0\0\r\n4\r\nbody\r\n0\r\n\r\n",
            sent,
            StringComparison.Ordinal
        );
    }

    [Theory, BothCallers]
    public async Task It_is_sent_without_any_piece_too(Caller caller)
    {
        const string Json = """{"statusCode":200,"headers":{}}""";

        var sent = await Send(caller, new HttpPrelude(), "");

        Assert.EndsWith(
            $"\r\n{Json.Length + 8:X}\r\n{Json}\0\0\0\0\0\0\0\0\r\n0\r\n\r\n",
            sent,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, HttpPrelude?> Unfit =>
        new()
        {
            { "null", null },
            {
                "status below",
                new HttpPrelude { StatusCode = 99 }
            },
            {
                "status above",
                new HttpPrelude { StatusCode = 600 }
            },
            {
                "no token",
                new HttpPrelude { Headers = NoHeaders.Add("a b", "") }
            },
            {
                "injected line",
                new HttpPrelude { Headers = NoHeaders.Add("a", "b\r\nc: d") }
            },
            {
                "null value",
                new HttpPrelude { Headers = NoHeaders.Add("a", null!) }
            },
            {
                "lone surrogate",
                new HttpPrelude { Cookies = ["\ud800"] }
            },
            {
                "too large",
                new HttpPrelude { Cookies = [new string('x', 16 * 1024)] }
            },
        };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void What_http_does_not_allow_is_refused(string why, HttpPrelude? prelude)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        var invocation = client.Next().Must();

        var error = client.OpenStream(invocation, prelude!).MustFail(ErrorCode.PreludeInvalid);

        Assert.DoesNotContain('\n', error.Message);
        Assert.True(client.Respond(invocation, default).IsOk, why);
    }

    private static async Task<string> Send(Caller caller, HttpPrelude prelude, string body)
    {
        var transport = new ScriptedTransport(new ScriptedConnection([Wire.Event(), Wire.Accepted], SeemsAlive: true));
        using var client = Opened.Over(transport);
        var stream = client.OpenStream(await caller.Next(client).Must(), prelude).Must();
        await caller.Write(stream, Encoding.ASCII.GetBytes(body)).Must();
        await caller.Finish(stream).Must();
        return string.Concat(transport.Written.Skip(1).Select(Encoding.UTF8.GetString));
    }
}
