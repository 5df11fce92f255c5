namespace LambdaClient.Emulator.Invoke;

/// <summary>An Invoke call that the service refuses; becomes the HTTP answer.</summary>
internal sealed class InvokeException(int status, string type, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Type { get; } = type;

    public static InvokeException InvalidContent(string message) => new(400, "InvalidRequestContentException", message);

    public static InvokeException InvalidParameter(string message) =>
        new(400, "InvalidParameterValueException", message);
}
