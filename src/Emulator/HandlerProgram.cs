namespace LambdaClient.Emulator;

/// <summary>
/// A program that speaks the Runtime API, run by the emulator as Lambda runs a <c>bootstrap</c> executable: started for the
/// first event, kept for the next ones, started again after a crash or a timeout. Runs in a session of its own. Needs Linux.
/// </summary>
public sealed record HandlerProgram
{
    /// <summary>The program: a path, or a name looked up in <c>PATH</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The program's arguments, passed on as they are.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// The folder that it runs in, of which <c>LAMBDA_TASK_ROOT</c> tells it; or null for that of this process. A path of the program
    /// that is not absolute is relative to it.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>The text of the <c>_HANDLER</c> variable.</summary>
    public string HandlerName { get; init; } = "handler";

    /// <summary>
    /// Whether the program gets the environment of this process, credentials included; otherwise only <c>PATH</c> and <c>LANG</c> of it.
    /// Either way it gets the variables of a Lambda function.
    /// </summary>
    public bool InheritsEnvironment { get; init; } = true;

    /// <summary>Variables added last to the environment the program inherits; they win over all others.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
