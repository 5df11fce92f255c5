namespace LambdaClient;

/// <summary>The mobile application that called the function, as the AWS Mobile SDK describes it. Any part may be missing.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
/// <param name="InstallationId">The id of this installation of the application.</param>
/// <param name="AppTitle">The application's title.</param>
/// <param name="AppVersionName">The application's version as a person reads it.</param>
/// <param name="AppVersionCode">The application's version as a number.</param>
/// <param name="AppPackageName">The application's package name.</param>
public sealed record ClientApplication(
    string? InstallationId,
    string? AppTitle,
    string? AppVersionName,
    string? AppVersionCode,
    string? AppPackageName
);
