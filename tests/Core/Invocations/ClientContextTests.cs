using System.Text;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Invocations;

public sealed class ClientContextTests
{
    private const string Snake = """
        {"client":{"installation_id":"i","app_title":"t","app_version_name":"n","app_version_code":"c","app_package_name":"p"},"custom":{"k":"v"},"env":{"locale":"en"}}
        """;

    private const string Camel = """
        {"Client":{"installationId":"i","appTitle":"t","appVersionName":"n","appVersionCode":"c","appPackageName":"p"},"Custom":{"k":"v"},"environment":{"locale":"en"}}
        """;

    [Theory]
    [InlineData(Snake, false)]
    [InlineData(Camel, false)]
    [InlineData(Snake, true)]
    public void Is_read_in_every_spelling(string json, bool isBase64)
    {
        var text = isBase64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(json)) : json;
        var context = Receive($"Lambda-Runtime-Client-Context: {text}").ClientContext;

        Assert.NotNull(context);
        Assert.Equal(new ClientApplication("i", "t", "n", "c", "p"), context.Client);
        Assert.Equal("v", context.Custom["k"]);
        Assert.Equal("en", context.Environment["locale"]);
    }

    [Fact]
    public void Any_part_may_be_missing_and_values_need_not_be_strings()
    {
        var context = Receive(
            """Lambda-Runtime-Client-Context: {"custom":{"n":1,"o":{"a":[true]},"z":null}}"""
        ).ClientContext;

        Assert.NotNull(context);
        Assert.Null(context.Client);
        Assert.Empty(context.Environment);
        Assert.Equal(
            ("1", """{"a":[true]}""", "null"),
            (context.Custom["n"], context.Custom["o"], context.Custom["z"])
        );
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("{\"client\":")]
    [InlineData("bm8ganNvbg==")]
    public void What_is_no_json_object_stays_raw(string text)
    {
        var context = Receive($"Lambda-Runtime-Client-Context: {text}", $"Lambda-Runtime-Cognito-Identity: {text}");

        Assert.Equal(text, context.RawClientContext);
        Assert.Null(context.ClientContext);
        Assert.Equal(text, context.RawCognitoIdentity);
        Assert.Null(context.CognitoIdentity);
    }

    [Theory]
    [InlineData("""{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}""")]
    [InlineData("""{"identityId":"i","identityPoolId":"p"}""")]
    [InlineData("""{"identity_id":"i","identity_pool_id":"p"}""")]
    [InlineData("""{"cognito_identity_id":"i","cognito_identity_pool_id":"p"}""")]
    public void The_identity_is_read_in_every_spelling(string json) =>
        Assert.Equal(
            new CognitoIdentity("i", "p"),
            Receive($"Lambda-Runtime-Cognito-Identity: {json}").CognitoIdentity
        );

    private static InvocationContext Receive(params IEnumerable<string> fields) =>
        Opened.Over(Wire.Event("{}", Wire.Id, fields)).Next().Must().Context;
}
