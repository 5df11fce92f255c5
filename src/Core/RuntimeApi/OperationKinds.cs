namespace LambdaClient.RuntimeApi;

/// <summary>Which calls wait for the service, for as long as it takes.</summary>
internal static class OperationKinds
{
    /// <summary>Whether the call asks and waits: it has no effect when it is made twice, and cancelling the client ends it.</summary>
    public static bool IsPoll(this Operation operation) =>
        operation is Operation.Next or Operation.RestoreNext or Operation.ExtensionNext;
}
