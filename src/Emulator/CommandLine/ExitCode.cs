namespace LambdaClient.Emulator.CommandLine;

/// <summary>What the program's exit status says. Also in the help of <c>run</c>.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int FunctionError = 1;
    public const int Usage = 2;
    public const int InitFailed = 3;

    // As shells report a program that Ctrl-C ended.
    public const int Interrupted = 130;
}
