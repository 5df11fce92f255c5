using System.Buffers.Text;
using System.Collections.ObjectModel;
using System.Text.Json;

namespace LambdaClient;

/// <summary>Reads the two JSON headers in every spelling seen in the wild; unreadable text gives null, never an error.</summary>
internal static class ContextJson
{
    public static ClientContext? ReadClientContext(string? text) =>
        Read(
            text,
            root => new ClientContext(ReadApplication(root), Map(root, "custom"), Map(root, "env", "environment"))
        );

    public static CognitoIdentity? ReadCognitoIdentity(string? text) =>
        Read(
            text,
            root => new CognitoIdentity(
                Text(root, "cognitoIdentityId", "identityId", "identity_id", "cognito_identity_id"),
                Text(root, "cognitoIdentityPoolId", "identityPoolId", "identity_pool_id", "cognito_identity_pool_id")
            )
        );

    private static T? Read<T>(string? text, Func<JsonProperties, T> read)
        where T : class
    {
        if (text is null)
        {
            return null;
        }

        return TryRead(System.Text.Encoding.UTF8.GetBytes(text), read) ?? TryReadBase64(text, read);
    }

    /// <summary>A local service may pass the caller's header on without decoding it.</summary>
    private static T? TryReadBase64<T>(string text, Func<JsonProperties, T> read)
        where T : class
    {
        if (!Base64.IsValid(text))
        {
            return null;
        }

        return TryRead(Convert.FromBase64String(text), read);
    }

    private static T? TryRead<T>(byte[] utf8, Func<JsonProperties, T> read)
        where T : class
    {
        try
        {
            return JsonProperties.Of(utf8) is { } root ? read(root) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ClientApplication? ReadApplication(JsonProperties root) =>
        root.ObjectAt(root.Find("client")) is not { } client
            ? null
            : new ClientApplication(
                Text(client, "installation_id", "installationId"),
                Text(client, "app_title", "appTitle"),
                Text(client, "app_version_name", "appVersionName"),
                Text(client, "app_version_code", "appVersionCode"),
                Text(client, "app_package_name", "appPackageName")
            );

    private static ReadOnlyDictionary<string, string> Map(JsonProperties root, params ReadOnlySpan<string> names)
    {
        if (root.ObjectAt(root.Find(names)) is not { } map)
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        var values = new Dictionary<string, string>();
        foreach (var property in map.All)
        {
            values[property.Name] = map.TextOf(property);
        }

        return new(values);
    }

    private static string? Text(JsonProperties parent, params ReadOnlySpan<string> names) =>
        parent.Find(names) is { Kind: not JsonTokenType.Null } value ? parent.TextOf(value) : null;
}
