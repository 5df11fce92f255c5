namespace LambdaClient.Native.Client;

/// <summary>What a C caller chose.</summary>
/// <param name="Client">The options of the client itself.</param>
/// <param name="SetsTraceVariable">Whether the trace id of each event goes into the environment.</param>
/// <param name="Loop">The options of every loop over turns, a run's pollers too.</param>
internal sealed record NativeClientOptions(
    RuntimeClientOptions Client,
    bool SetsTraceVariable,
    RuntimeLoopOptions Loop
);
