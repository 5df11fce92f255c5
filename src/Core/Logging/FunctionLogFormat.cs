namespace LambdaClient;

/// <summary>What a log line looks like.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, "Configuring JSON and plain text log formats".</remarks>
public enum FunctionLogFormat
{
    /// <summary>Columns with a tab between them.</summary>
    Text,

    /// <summary>A JSON object.</summary>
    Json,
}
