using System.Text.RegularExpressions;

namespace LambdaClient.Emulator.Function;

/// <summary>The service's own error types, and its filter for the ones that runtimes send.</summary>
internal static partial class ErrorTypes
{
    public const string ExitError = "Runtime.ExitError";
    public const string ExtensionExitError = "Extension.ExitError";
    public const string ExtensionInitError = "Extension.InitError";
    public const string InvalidEntrypoint = "Runtime.InvalidEntrypoint";
    public const string InvalidResponseModeHeader = "Runtime.InvalidResponseModeHeader";
    public const string ResponseSizeTooLarge = "Function.ResponseSizeTooLarge";
    public const string TimedOut = "Sandbox.Timedout";
    public const string TruncatedResponse = "Runtime.TruncatedResponse";
    public const string Unavailable = "Runtime.Unavailable";

    /// <summary>What the service records for the error type a runtime sent.</summary>
    public static string Recorded(string? sent)
    {
        if (sent is not null && WellFormed.IsMatch(sent))
        {
            return sent;
        }

        return sent is not null && sent.StartsWith("Function.", StringComparison.Ordinal)
            ? "Function.Unknown"
            : "Runtime.Unknown";
    }

    // Not anchored: the service looks for the shape anywhere in the text.
    [GeneratedRegex(@"(Runtime|Function)\.[A-Z][a-zA-Z]+")]
    private static partial Regex WellFormed { get; }
}
