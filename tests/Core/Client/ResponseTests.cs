using System.Text;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Client;

public sealed class ResponseTests
{
    public static TheoryData<string> Forms => [.. Responses.Keys];

    private static Dictionary<string, (Response Response, string ContentType, string Body)> Responses { get; } =
        new()
        {
            ["default"] = (default, "application/json", ""),
            ["json"] = (Response.Json("[1]"), "application/json", "[1]"),
            ["utf8 json"] = (Response.Json("[2]"u8.ToArray()), "application/json", "[2]"),
            ["text"] = (Response.Text("é"), "text/plain; charset=utf-8", "é"),
            ["bytes"] = (Response.Bytes("b"u8.ToArray()), "application/octet-stream", "b"),
            ["typed bytes"] = (Response.Bytes("c"u8.ToArray(), "image/png"), "image/png", "c"),
        };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Is_sent_with_its_type(string form)
    {
        var (response, contentType, body) = Responses[form];
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);

        client.Respond(client.Next().Must(), response).Must();

        var request = Encoding.UTF8.GetString(transport.Written[1]);
        Assert.Contains($"\r\nContent-Type: {contentType}\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith(
            $"\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}",
            request,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(" text/plain")]
    [InlineData("text/plain ")]
    [InlineData("text/plain\r\nX: y")]
    [InlineData("text/plain\0")]
    [InlineData("text/\tplain")]
    [InlineData("tëxt/plain")]
    public void Is_refused_where_its_type_cannot_be_a_header(string contentType) => IsRefused(contentType);

    [Fact]
    public void Its_type_has_at_most_256_characters()
    {
        IsRefused(new string('x', 257));
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);

        client.Respond(client.Next().Must(), Response.Bytes(default, new string('x', 256))).Must();
    }

    private static void IsRefused(string contentType)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        var invocation = client.Next().Must();

        var error = client.Respond(invocation, Response.Bytes(default, contentType)).MustFail();

        Assert.Equal((ErrorCode.ContentTypeInvalid, Delivery.NotSent), (error.Code, error.Delivery));
        Assert.Equal("content type", Assert.IsType<ApiError.Usage>(error).Argument);
        Assert.Single(transport.Written);
        client.Respond(invocation, default).Must();
    }
}
