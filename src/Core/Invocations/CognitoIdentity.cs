namespace LambdaClient;

/// <summary>The Amazon Cognito identity that called the function. Any part may be missing.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
/// <param name="IdentityId">The id of the identity.</param>
/// <param name="IdentityPoolId">The id of its pool.</param>
public sealed record CognitoIdentity(string? IdentityId, string? IdentityPoolId);
