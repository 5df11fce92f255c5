namespace LambdaClient;

/// <summary>How much a log event matters, from the least to the most.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, "Log-level filtering".</remarks>
public enum FunctionLogLevel
{
    /// <summary>Every step.</summary>
    Trace = 1,

    /// <summary>What helps to find a fault.</summary>
    Debug = 2,

    /// <summary>Normal operation.</summary>
    Info = 3,

    /// <summary>What may become a failure.</summary>
    Warn = 4,

    /// <summary>A failure that the function survives.</summary>
    Error = 5,

    /// <summary>A failure that ends the function.</summary>
    Fatal = 6,
}
