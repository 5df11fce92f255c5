using System.Text;
using Xunit;

namespace LambdaClient.Tests.Errors;

/// <summary>The X-Ray cause that a caller brings as JSON.</summary>
public sealed class ErrorCauseParseTests
{
    [Fact]
    public void Every_part_is_read()
    {
        var cause = ErrorCause
            .Parse(
                """
                {"working_directory":"/var/task","exceptions":[{"type":"T","message":"é \" \u2028 😀","stack":[
                {"path":"a.rs","line":7,"label":"f"},{}]},{}],"paths":["a.rs",""],"message":"why"}
                """
            )
            .Must();

        Assert.Equal(
            new ErrorCause
            {
                WorkingDirectory = "/var/task",
                Exceptions = [new("T", "é \" \u2028 😀", [new("a.rs", 7, "f"), new("", 0, "")]), new("", "")],
                Paths = ["a.rs", ""],
                Message = "why",
            },
            cause
        );
    }

    [Theory]
    [InlineData("""{"paths":["p"]}""")]
    [InlineData(""" {"more":{"paths":[1]},"paths":["p"],"exceptions":null,"message":null,"working_directory":null} """)]
    [InlineData("""{"paths":["another"],"message":"m","message":"","paths":["p"]}""")]
    public void What_is_null_or_unknown_is_left_out(string json) =>
        Assert.Equal(new ErrorCause { Paths = ["p"] }, ErrorCause.Parse(json).Must());

    [Fact]
    public void What_is_null_or_unknown_in_a_frame_is_left_out() =>
        Assert.Equal(
            new ErrorCause { Exceptions = [new("T", "", [new("", 0, "f")])] },
            ErrorCause
                .Parse(
                    """{"exceptions":[{"type":"T","message":null,"remote":true,"stack":[{"path":null,"line":null,"label":"f","x":[]}]}]}"""
                )
                .Must()
        );

    [Theory]
    [InlineData("", "cause is \"malformed at byte 0\"")]
    [InlineData("""{"message":"x" """, "cause is \"malformed")]
    [InlineData("""{"message":"x"}{}""", "cause is \"malformed at byte 15\"")]
    [InlineData("{}", "cause is \"empty\"")]
    [InlineData("""{"exceptions":[],"message":""}""", "cause is \"empty\"")]
    [InlineData("[]", "cause is \"[\"")]
    [InlineData("\"text\"", "cause is \"text\"")]
    [InlineData("null", "cause is \"null\"")]
    [InlineData("""{"message":7}""", "cause.message is \"7\"")]
    [InlineData("""{"working_directory":{}}""", "cause.working_directory is \"{\"")]
    [InlineData("""{"exceptions":{}}""", "cause.exceptions is \"{\"")]
    [InlineData("""{"exceptions":[{},true]}""", "cause.exceptions[1] is \"true\"")]
    [InlineData("""{"exceptions":[{"type":[]}]}""", "cause.exceptions[0].type is \"[\"")]
    [InlineData("""{"exceptions":[{"stack":"at f"}]}""", "cause.exceptions[0].stack is \"at f\"")]
    [InlineData("""{"exceptions":[{"stack":[{},{"line":"7"}]}]}""", "cause.exceptions[0].stack[1].line is \"7\"")]
    [InlineData("""{"exceptions":[{"stack":[{"line":7.5}]}]}""", "cause.exceptions[0].stack[0].line is \"7.5\"")]
    [InlineData("""{"exceptions":[{"stack":[{"line":3000000000}]}]}""", "line is \"3000000000\"")]
    [InlineData("""{"paths":["a",null]}""", "cause.paths[1] is \"null\"")]
    [InlineData("""{"message":"x" /* no */}""", "cause is \"malformed")]
    public void What_is_wrong_is_named(string json, string fact)
    {
        var error = ErrorCause.Parse(json).MustFail(ErrorCode.CauseInvalid);

        Assert.Contains(fact, error.Message, StringComparison.Ordinal);
        Assert.Equal(Delivery.NotSent, error.Delivery);
    }

    [Fact]
    public void No_text_is_named_too()
    {
        ErrorCause.Parse((string)null!).MustFail(ErrorCode.CauseInvalid);
        ErrorCause.Parse(default(ReadOnlyMemory<byte>)).MustFail(ErrorCode.CauseInvalid);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_replaced()
    {
        byte[] latin = [.. "{\"message\":\"a"u8, 0xFF, .. "b\"}"u8];

        Assert.Equal(new ErrorCause { Message = "a\uFFFDb" }, ErrorCause.Parse(latin).Must());
    }

    [Fact]
    public void Bytes_outside_of_texts_that_are_not_UTF_8_are_named()
    {
        byte[] latin = [.. "{\"message\":\"a\""u8, 0xFF, .. "}"u8];

        ErrorCause.Parse(latin).MustFail(ErrorCode.CauseInvalid);
    }

    [Theory]
    [InlineData("\\ud800", "\uFFFD")]
    [InlineData("\\uDFFF", "\uFFFD")]
    [InlineData("a\\ud83dx", "a\uFFFDx")]
    [InlineData("\\ude00\\ud83d", "\uFFFD\uFFFD")]
    [InlineData("\\ud83d\\ud83d\\ude00", "\uFFFD😀")]
    [InlineData("\\ud83d\\ude00", "😀")]
    [InlineData("\\ud83d\\n", "\uFFFD\n")]
    [InlineData("\\\\ud83d", "\\ud83d")]
    [InlineData("\\\\\\ud83d", "\\\uFFFD")]
    public void Half_a_surrogate_pair_is_replaced(string json, string text) =>
        Assert.Equal(new ErrorCause { Message = text }, ErrorCause.Parse($$"""{"message":"{{json}}"}""").Must());

    [Fact]
    public void The_size_is_bounded()
    {
        var largest = $$"""{"message":"{{new string('x', (1024 * 1024) - 14)}}"}""";

        ErrorCause.Parse(largest).Must();
        ErrorCause.Parse(largest + " ").MustFail(ErrorCode.CauseInvalid);
        ErrorCause.Parse(Encoding.UTF8.GetBytes(largest + " ")).MustFail(ErrorCode.CauseInvalid);
    }

    [Fact]
    public void Any_depth_is_skipped_or_refused()
    {
        var deep = new string('[', 500_000);
        var whole = deep + new string(']', 500_000);

        ErrorCause.Parse($$"""{"more":{{whole}},"message":"m"}""").Must();
        ErrorCause.Parse(whole).MustFail(ErrorCode.CauseInvalid);
        ErrorCause.Parse(deep).MustFail(ErrorCode.CauseInvalid);
        ErrorCause.Parse($$"""{"more":{{deep}}""").MustFail(ErrorCode.CauseInvalid);
    }
}
