namespace LambdaClient.Emulator.Tests.Support;

/// <summary>Calls of InvokeWithResponseStream.</summary>
internal static class StreamingInvoke
{
    public const string Path = "2021-11-15/functions/function/response-streaming-invocations";

    public static HttpRequestMessage Request(
        LambdaEmulator emulator,
        string path = Path,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.BaseAddress, path))
        {
            Content = new StringContent("{}"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
