using System.Text;

namespace LambdaClient.Emulator.CommandLine;

/// <summary>The line that <c>--verbose</c> writes for each call of the runtime.</summary>
internal static class CallLine
{
    public static string Of(RuntimeApiCall call)
    {
        var line = new StringBuilder($"CALL {call.Method} {Shown.Short(call.Path)} Status: ");
        line.Append(call.Status is { } status ? $"{status}" : "none, the connection is gone");
        Append("Error Type", call.ErrorType);
        // An answer has it in its path.
        Append("RequestId", call.Method == "GET" ? call.RequestId : null);
        Append("Fault", call.Fault?.Kind.ToString());
        // Not "in one write": a runtime that writes twice without waiting looks the same.
        Append("Pipelined", call.IsPipelined ? "yes" : null);
        return line.ToString();

        void Append(string name, string? value) => line.Append(value is null ? "" : $" {name}: {value}");
    }
}
