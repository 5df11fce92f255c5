namespace LambdaClient.Native.Handles;

/// <summary>What a handle stands for.</summary>
internal enum HandleKind
{
    Client = 1,
    Invocation = 2,
    Error = 3,
    Stream = 4,
}
