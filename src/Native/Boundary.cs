using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;
using LambdaClient.Native.Posix;

namespace LambdaClient.Native;

/// <summary>The one wrapper around every export: nothing but a status leaves it, whatever happens inside.</summary>
internal static unsafe class Boundary
{
    /// <summary>Runs a call and turns its error into a status and, where the caller wants one, an error object.</summary>
    /// <param name="error">Where to put the error's handle, or NULL; set to NULL on success.</param>
    /// <param name="arguments">What the call needs.</param>
    /// <param name="call">The call; it must capture nothing, so that it allocates nothing.</param>
    public static int Run<T>(nint* error, T arguments, Func<T, ApiError?> call)
    {
        if (error != null)
        {
            *error = 0;
        }

        if (ForkGuard.IsForkedChild)
        {
            return ReportFixed(error, ErrorCode.ForkedChild);
        }

        try
        {
            var failure = call(arguments);

            // A callback can have forked, and come back here as the child.
            return ForkGuard.IsForkedChild ? ReportFixed(error, ErrorCode.ForkedChild) : Report(error, failure);
        }
        catch (OutOfMemoryException)
        {
            return ReportFixed(error, ErrorCode.OutOfMemory);
        }
        catch (Exception e)
        {
            return ReportException(error, e);
        }
    }

    /// <summary>Runs a call on what a handle stands for; a handle that is not valid is refused.</summary>
    /// <param name="error">As above.</param>
    /// <param name="handle">The handle.</param>
    /// <param name="kind">What it has to stand for.</param>
    /// <param name="arguments">What the call needs besides.</param>
    /// <param name="call">The call; it must capture nothing, so that it allocates nothing.</param>
    public static int Run<TTarget, T>(
        nint* error,
        nint handle,
        HandleKind kind,
        T arguments,
        Func<TTarget, T, ApiError?> call
    )
        where TTarget : class =>
        Run(
            error,
            new OnHandle<TTarget, T>(handle, kind, arguments, call),
            static all =>
            {
                using var scope = new Scope<TTarget>(all.Handle, all.Kind);
                return scope.Target is { } target ? all.Call(target, all.Arguments) : Invalid(all.Kind, all.Handle);
            }
        );

    /// <summary>The error of an argument that is NULL and must not be.</summary>
    public static ApiError.Usage Missing(string argument) => new(ErrorCode.ArgumentMissing, argument, "NULL");

    /// <summary>The error of a handle that stands for nothing.</summary>
    public static ApiError.Usage Invalid(HandleKind kind, nint handle)
    {
        var argument = kind switch
        {
            HandleKind.Client => "client",
            HandleKind.Invocation => "invocation",
            HandleKind.Stream => "stream",
            _ => "error",
        };
        return handle == 0 ? Missing(argument) : new(ErrorCode.HandleInvalid, argument, $"0x{handle:x}");
    }

    /// <summary>Runs a call that answers an invocation; one that was answered before is told so.</summary>
    public static int Answer<T>(nint* error, nint invocation, T arguments, Func<NativeClient, T, ApiError?> call) =>
        Run(
            error,
            new OnHandle<NativeClient, T>(invocation, HandleKind.Invocation, arguments, call),
            static all =>
            {
                using var scope = new Scope<NativeClient>(all.Handle, all.Kind);
                return scope.Target is { } target ? all.Call(target, all.Arguments)
                    : HandleTable.Successor(all.Handle, all.Kind) is NativeClient client ? client.WhyStale(all.Handle)
                    : Invalid(all.Kind, all.Handle);
            }
        );

    /// <summary>Runs a call that cannot fail; in a forked child it does nothing.</summary>
    public static void Run(nint handle, Action<nint> call)
    {
        if (ForkGuard.IsForkedChild)
        {
            return;
        }

        try
        {
            call(handle);
        }
        catch (Exception)
        {
            // A function without a status has nobody to tell; it must still not end the process.
        }
    }

    /// <summary>Makes an error object where there is an error, and the caller wants one.</summary>
    public static void Tell(nint* place, ApiError? error)
    {
        if (place != null && error is not null)
        {
            *place = HandleTable.Add(HandleKind.Error, new NativeError(error)) is { } slot
                ? HandleTable.HandleOf(slot)
                : FixedErrors.HandleOf(error.Code);
        }
    }

    private static int Report(nint* error, ApiError? failure)
    {
        Tell(error, failure);
        return failure is null ? 0 : (int)failure.Code;
    }

    /// <summary>An error that is there already: a forked child, and a process without memory, can make none.</summary>
    private static int ReportFixed(nint* error, ErrorCode code)
    {
        if (error != null)
        {
            *error = FixedErrors.HandleOf(code);
        }

        return (int)code;
    }

    private static int ReportException(nint* error, Exception exception)
    {
        try
        {
            var detail = $"{exception.GetType().Name}: {exception.Message}";
            return Report(error, new ApiError.Internal(ErrorCode.InternalError, detail));
        }
        catch (Exception)
        {
            return ReportFixed(error, ErrorCode.InternalError);
        }
    }

    // No tuple: each kind of tuple brings its comparisons and texts into the library, used or not.
    private readonly struct OnHandle<TTarget, T>(
        nint handle,
        HandleKind kind,
        T arguments,
        Func<TTarget, T, ApiError?> call
    )
    {
        public nint Handle { get; } = handle;

        public HandleKind Kind { get; } = kind;

        public T Arguments { get; } = arguments;

        public Func<TTarget, T, ApiError?> Call { get; } = call;
    }
}
