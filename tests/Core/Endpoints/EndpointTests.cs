using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Endpoints;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("127.0.0.1:9001", "127.0.0.1", 9001, "127.0.0.1:9001")]
    [InlineData("169.254.100.1:9001", "169.254.100.1", 9001, "169.254.100.1:9001")]
    [InlineData("localhost:1", "localhost", 1, "localhost:1")]
    [InlineData("a-b_c.example:65535", "a-b_c.example", 65535, "a-b_c.example:65535")]
    [InlineData("[::1]:9001", "::1", 9001, "[::1]:9001")]
    [InlineData("[2001:DB8::1]:80", "2001:DB8::1", 80, "[2001:DB8::1]:80")]
    [InlineData("http://127.0.0.1:9001", "127.0.0.1", 9001, "127.0.0.1:9001")]
    [InlineData("http://127.0.0.1:9001/", "127.0.0.1", 9001, "127.0.0.1:9001")]
    [InlineData("HTTP://localhost:9001/", "localhost", 9001, "localhost:9001")]
    [InlineData("http://[::1]:9001/", "::1", 9001, "[::1]:9001")]
    public void Is_read(string text, string host, int port, string authority)
    {
        var endpoint = Endpoint.Parse(text).Must();

        Assert.Equal((host, port, authority), (endpoint.Host, endpoint.Port, endpoint.Authority));
        Assert.Equal(authority, endpoint.ToString());
        Assert.Equal(endpoint, Endpoint.Parse(authority).Must());
    }

    [Theory]
    [InlineData("127.0.0.1:9001", true)]
    [InlineData("[::1]:9001", true)]
    [InlineData("localhost:9001", false)]
    public void Has_an_address_where_the_host_is_one(string text, bool hasAddress) =>
        Assert.Equal(hasAddress, Endpoint.Parse(text).Must().Address is not null);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Is_missing(string? text)
    {
        var error = Assert.IsType<ApiError.Environment>(Endpoint.Parse(text).MustFail(ErrorCode.EndpointMissing));

        Assert.Equal("endpoint", error.Setting);
        Assert.True(error.IsFatal);
    }

    [Theory]
    [InlineData("host")]
    [InlineData("host:")]
    [InlineData(":9001")]
    [InlineData(":")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:99999")]
    [InlineData("host:4294967297")]
    [InlineData("host:-1")]
    [InlineData("host:+1")]
    [InlineData("host:1.0")]
    [InlineData("host:0x50")]
    [InlineData("host: 80")]
    [InlineData("host:80 ")]
    [InlineData(" host:80")]
    [InlineData("ho st:80")]
    [InlineData(" ")]
    [InlineData("host\t:80")]
    [InlineData("host:80\r\n")]
    [InlineData("host\r\nX: y:80")]
    [InlineData("host\0:80")]
    [InlineData("höst:80")]
    [InlineData("host:٨٠")]
    [InlineData("http://")]
    [InlineData("http://host")]
    [InlineData("http://host:80//")]
    [InlineData("http://host:80?query")]
    [InlineData("http://user@host:80")]
    [InlineData("user:secret@host:80")]
    [InlineData("https://host:80")]
    [InlineData("http:/host:80")]
    [InlineData("//host:80")]
    [InlineData("::1:9001")]
    [InlineData("[::1]")]
    [InlineData("[::1]9001")]
    [InlineData("[::1:9001")]
    [InlineData("[]:9001")]
    [InlineData("[127.0.0.1]:9001")]
    [InlineData("[localhost]:9001")]
    [InlineData("[::1%lo]:9001")]
    [InlineData("[fe80::1%1]:9001")]
    [InlineData("[fe80::1%25eth0]:9001")]
    [InlineData("[::g]:9001")]
    [InlineData("[::1 ]:9001")]
    [InlineData("[[::1]]:9001")]
    [InlineData("[[::1]:5]:9001")]
    [InlineData("[::1/64]:9001")]
    [InlineData("010.0.0.1:9001")]
    [InlineData("127.1:9001")]
    [InlineData("1:9001")]
    [InlineData("0x7f000001:9001")]
    public void Is_malformed(string text)
    {
        var error = Assert.IsType<ApiError.Environment>(Endpoint.Parse(text).MustFail(ErrorCode.EndpointInvalid));

        Assert.True(error.IsFatal);
        Assert.Equal(Delivery.NotSent, error.Delivery);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_host_name_has_at_most_253_characters()
    {
        Endpoint.Parse(new string('h', 253) + ":80").Must();
        Endpoint.Parse(new string('h', 254) + ":80").MustFail(ErrorCode.EndpointInvalid);
    }

    [Fact]
    public void The_error_names_the_value()
    {
        var error = Endpoint.Parse("host:99999").MustFail();

        Assert.Contains("\"host:99999\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_cuts_a_long_value_and_shows_no_control_character()
    {
        var error = Endpoint.Parse("a\r\n\0b" + new string('x', 1_000_000)).MustFail();

        Assert.True(error.Message.Length < 500, $"{error.Message.Length} characters");
        Assert.Contains("a???bxxx", error.Message, StringComparison.Ordinal);
    }
}
