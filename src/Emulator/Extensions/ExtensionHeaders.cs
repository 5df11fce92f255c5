namespace LambdaClient.Emulator.Extensions;

/// <summary>The header names of the Extensions API.</summary>
internal static class ExtensionHeaders
{
    public const string Name = "Lambda-Extension-Name";
    public const string Feature = "Lambda-Extension-Accept-Feature";
    public const string Identifier = "Lambda-Extension-Identifier";
    public const string EventIdentifier = "Lambda-Extension-Event-Identifier";
    public const string ErrorType = "Lambda-Extension-Function-Error-Type";
}
