using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>
/// The Amazon Cognito identity that called the function, decoded. Begin with LAMBDACLIENT_COGNITO_IDENTITY_INIT. A part that is
/// absent or empty is {NULL, 0}; one that is present also ends with a NUL.
/// </summary>
[CStruct("lambdaclient_cognito_identity_t")]
[StructLayout(LayoutKind.Sequential)]
public struct CognitoIdentityInfo
{
    /// <summary>sizeof(lambdaclient_cognito_identity_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>1 where the event came with an identity that is a JSON object, else 0 and everything is absent.</summary>
    public uint IsPresent;

    /// <summary>The id of the identity.</summary>
    public View IdentityId;

    /// <summary>The id of its pool.</summary>
    public View IdentityPoolId;
}
