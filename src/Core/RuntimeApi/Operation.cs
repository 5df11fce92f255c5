namespace LambdaClient;

/// <summary>A call of the Runtime API, named in every error that comes from one.</summary>
public enum Operation
{
    /// <summary><c>GET /runtime/invocation/next</c>.</summary>
    Next,

    /// <summary><c>POST /runtime/invocation/{request id}/response</c>.</summary>
    Respond,

    /// <summary><c>POST /runtime/invocation/{request id}/error</c>.</summary>
    Fail,

    /// <summary><c>POST /runtime/init/error</c>.</summary>
    FailInit,

    /// <summary><c>GET /runtime/restore/next</c>.</summary>
    RestoreNext,

    /// <summary><c>POST /runtime/restore/error</c>.</summary>
    FailRestore,

    /// <summary><c>POST /2020-01-01/extension/register</c>.</summary>
    RegisterExtension,

    /// <summary><c>GET /2020-01-01/extension/event/next</c>.</summary>
    ExtensionNext,
}
