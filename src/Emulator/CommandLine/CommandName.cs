namespace LambdaClient.Emulator.CommandLine;

/// <summary>What the program is called.</summary>
internal static class CommandName
{
    /// <summary>The name it is installed under.</summary>
    public const string Installed = "lambdaclient";

    /// <summary>What begins its command line here, so that an example can be repeated.</summary>
    public static string Actual { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is { } program and not "dotnet"
            ? program
            : $"dotnet {Environment.GetCommandLineArgs()[0]}";
}
