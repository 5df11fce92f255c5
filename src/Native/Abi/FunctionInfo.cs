using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>What the environment said about the function, and where its Runtime API is, when the client was opened. Begin with LAMBDACLIENT_FUNCTION_INIT.</summary>
[CStruct("lambdaclient_function_t")]
[StructLayout(LayoutKind.Sequential)]
public struct FunctionInfo
{
    /// <summary>sizeof(lambdaclient_function_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>The function's memory in MB; 0 where it is not known.</summary>
    public uint MemoryMb;

    /// <summary>The function's name.</summary>
    public View Name;

    /// <summary>Its version: $LATEST or a number.</summary>
    public View Version;

    /// <summary>Its CloudWatch log group.</summary>
    public View LogGroup;

    /// <summary>Its CloudWatch log stream.</summary>
    public View LogStream;

    /// <summary>The configured handler text.</summary>
    public View Handler;

    /// <summary>The folder of the function's code.</summary>
    public View TaskRoot;

    /// <summary>The least level that lambdaclient_log writes: LAMBDACLIENT_LOG_...</summary>
    public uint LogLevel;

    /// <summary>
    /// How many pollers the service asks for: AWS_LAMBDA_MAX_CONCURRENCY, which Lambda Managed Instances set; 1 where the variable is not
    /// set, because the service would hand the same event to each; 0 where its value is not a number from 1 to 10000.
    /// </summary>
    public uint PollerCount;

    /// <summary>1 where the function uses SnapStart: call lambdaclient_restore_next once, after the init of the function.</summary>
    public uint IsSnapStart;

    /// <summary>Not used; 0.</summary>
    public uint Reserved;

    /// <summary>Where the client sends its requests: host:port, and the path behind it.</summary>
    public View Endpoint;
}
