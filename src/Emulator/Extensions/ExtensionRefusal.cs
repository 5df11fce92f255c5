using LambdaClient.Emulator.Function;

namespace LambdaClient.Emulator.Extensions;

/// <summary>Extensions API calls that the service does not accept. The error types are the service's own; all come with status 403.</summary>
internal static class ExtensionRefusal
{
    public static Refusal MissingName() =>
        Of("Extension.InvalidExtensionName", $"Name the extension in the header {ExtensionHeaders.Name}.");

    public static Refusal InvalidRequest() =>
        Of("InvalidRequestFormat", "The body is not of the form {\"events\": [\"INVOKE\", \"SHUTDOWN\"]}.");

    public static Refusal InvalidEventType(string eventType, bool isExternal) =>
        Of(
            "Extension.InvalidEventType",
            $"{(isExternal ? "An external" : "An internal")} extension cannot have events of type '{Shown.Short(eventType)}' here."
        );

    public static Refusal RegistrationClosed() =>
        Of("Extension.RegistrationClosed", "The runtime has asked for an event; register before it does.");

    public static Refusal NameTaken(string name) =>
        Of("Extension.InvalidExtensionState", $"The extension '{Shown.Short(name)}' is registered already.");

    public static Refusal TooMany(int most) =>
        Of("Extension.TooManyExtensions", $"A function has at most {most} extensions.");

    public static Refusal MissingIdentifier() =>
        Of(
            "Extension.MissingExtensionIdentifier",
            $"The header {ExtensionHeaders.Identifier} is missing; send what registering gave."
        );

    public static Refusal InvalidIdentifier(string identifier) =>
        Of(
            "Extension.InvalidExtensionIdentifier",
            $"'{Shown.Short(identifier)}' is no extension identifier; send what registering gave."
        );

    public static Refusal UnknownIdentifier(Guid identifier) =>
        Of("Extension.UnknownExtensionIdentifier", $"No extension is registered as '{identifier}'; register first.");

    public static Refusal MissingErrorType() =>
        Of("Extension.MissingHeader", $"The header {ExtensionHeaders.ErrorType} is missing; name the error in it.");

    public static Refusal IllegalTransition(string name, ExtensionState from, ExtensionAction action)
    {
        var target = action switch
        {
            ExtensionAction.FailInit => ExtensionState.InitError,
            ExtensionAction.FailExit => ExtensionState.ExitError,
            _ => ExtensionState.Ready,
        };
        return Of(
            "Extension.InvalidExtensionState",
            $"The extension '{Shown.Short(name)}' cannot go from {from} to {target}."
        );
    }

    private static Refusal Of(string errorType, string message) => new(403, errorType, message);
}
