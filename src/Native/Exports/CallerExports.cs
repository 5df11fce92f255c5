using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Caller: the header fields of an event beyond those of lambdaclient_context_t, and its two JSON fields decoded. They are decoded when
/// first asked for.
/// </summary>
public static unsafe class CallerExports
{
    /// <summary>Gives the value of any header field of the event, also of one that this library does not know.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="name">The field's name, in any case; not empty.</param>
    /// <param name="value">Receives the value of the first such field; valid as long as the invocation. {NULL, 0} where there is none, or an empty one.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_view_t name = LAMBDACLIENT_TEXT("Lambda-Runtime-Trace-Id"), value;
    /// if (lambdaclient_invocation_header(invocation, name, &amp;value, NULL) == LAMBDACLIENT_OK)
    ///     printf("%.*s\n", (int)value.size, (const char *)value.data);
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_invocation_header", CallConvs = [typeof(CallConvCdecl)])]
    public static int Header(
        [C99Type("const lambdaclient_invocation_t *")] nint invocation,
        [C99Type("lambdaclient_view_t")] View name,
        [C99Type("lambdaclient_view_t *")] View* value,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Find(invocation, name, value, error, static (target, name) => target.Header(name));

    /// <summary>Gives the client context, which the AWS Mobile SDK or any other caller sent along, decoded.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="context">Filled; its views and arrays are valid as long as the invocation.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD. A missing client context is not an error.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_client_context_t caller = LAMBDACLIENT_CLIENT_CONTEXT_INIT;
    /// uint32_t i;
    /// lambdaclient_invocation_client_context(invocation, &amp;caller, NULL);
    /// for (i = 0; i &lt; caller.custom_count; i++)
    ///     printf("%s\n", (const char *)caller.custom[i].name.data);
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_invocation_client_context", CallConvs = [typeof(CallConvCdecl)])]
    public static int ClientContext(
        [C99Type("const lambdaclient_invocation_t *")] nint invocation,
        [C99Type("lambdaclient_client_context_t *")] ClientContextInfo* context,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Run<NativeClient, nint>(
            error,
            invocation,
            HandleKind.Invocation,
            (nint)context,
            static (target, context) => SizedStruct.Write(context, "context", target.Caller?.ClientContext ?? default)
        );

    /// <summary>Gives one of the values that the calling application chose, by its name: a value of the client context's "custom".</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="name">The value's exact name (case-sensitive); not empty.</param>
    /// <param name="value">Receives the value; valid as long as the invocation, and ended by a NUL. {NULL, 0} where there is none, or an empty one.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(
        EntryPoint = "lambdaclient_invocation_client_context_custom",
        CallConvs = [typeof(CallConvCdecl)]
    )]
    public static int ClientCustom(
        [C99Type("const lambdaclient_invocation_t *")] nint invocation,
        [C99Type("lambdaclient_view_t")] View name,
        [C99Type("lambdaclient_view_t *")] View* value,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Find(invocation, name, value, error, static (target, name) => target.Caller?.Custom(name) ?? default);

    /// <summary>Gives one of the values that describe the calling device, by its name: a value of the client context's "env".</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="name">The value's exact name (case-sensitive); not empty.</param>
    /// <param name="value">Receives the value; valid as long as the invocation, and ended by a NUL. {NULL, 0} where there is none, or an empty one.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(
        EntryPoint = "lambdaclient_invocation_client_context_env",
        CallConvs = [typeof(CallConvCdecl)]
    )]
    public static int ClientEnv(
        [C99Type("const lambdaclient_invocation_t *")] nint invocation,
        [C99Type("lambdaclient_view_t")] View name,
        [C99Type("lambdaclient_view_t *")] View* value,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Find(invocation, name, value, error, static (target, name) => target.Caller?.Env(name) ?? default);

    /// <summary>Gives the Amazon Cognito identity that called the function, decoded.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="identity">Filled; its views are valid as long as the invocation.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD. A missing identity is not an error.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_invocation_cognito_identity", CallConvs = [typeof(CallConvCdecl)])]
    public static int CognitoIdentity(
        [C99Type("const lambdaclient_invocation_t *")] nint invocation,
        [C99Type("lambdaclient_cognito_identity_t *")] CognitoIdentityInfo* identity,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Run<NativeClient, nint>(
            error,
            invocation,
            HandleKind.Invocation,
            (nint)identity,
            static (target, identity) =>
                SizedStruct.Write(identity, "identity", target.Caller?.CognitoIdentity ?? default)
        );

    private delegate View Finder(NativeClient target, ReadOnlySpan<byte> name);

    private static int Find(nint invocation, View name, View* value, nint* error, Finder find)
    {
        if (value != null)
        {
            *value = default;
        }

        return Boundary.Run<NativeClient, (View Name, nint Value, Finder Find)>(
            error,
            invocation,
            HandleKind.Invocation,
            (name, (nint)value, find),
            static (target, asked) =>
            {
                if (asked.Value == 0)
                {
                    return Boundary.Missing("value");
                }

                if (Text.Check(asked.Name, "name") is { } refused)
                {
                    return refused;
                }

                if (asked.Name.IsAbsent)
                {
                    return new ApiError.Usage(ErrorCode.ArgumentMissing, "name", "");
                }

                *(View*)asked.Value = asked.Find(target, asked.Name.AsSpan());
                return null;
            }
        );
    }
}
