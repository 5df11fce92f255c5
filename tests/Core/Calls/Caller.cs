using LambdaClient.TestSupport;

namespace LambdaClient.Tests;

/// <summary>Which of the twins a test uses: the blocking method on a thread of its own, or the asynchronous one.</summary>
public enum Caller
{
    Blocking,
    Awaiting,
}

/// <summary>Each call of the client in both forms, on another thread, and never longer than the guard allows.</summary>
public static class CallerExtensions
{
    public static Task<Result<Invocation, ApiError>> Next(
        this Caller caller,
        RuntimeClient client,
        CancellationToken cancellation = default
    ) => caller.Run(client.Next, () => client.NextAsync(cancellation));

    public static Task<Turn> Turn(this Caller caller, RuntimeClient client, Answer answer = default) =>
        caller.Run(() => client.Turn(answer), () => client.TurnAsync(answer));

    public static Task<Result<Unit, ApiError>> Respond(
        this Caller caller,
        RuntimeClient client,
        Invocation invocation,
        Response response = default
    ) => caller.Run(() => client.Respond(invocation, response), () => client.RespondAsync(invocation, response));

    public static Task<Result<Unit, ApiError>> Fail(
        this Caller caller,
        RuntimeClient client,
        Invocation invocation,
        IRuntimeApiError? error = null
    ) =>
        caller.Run(
            () => client.Fail(invocation, error ?? Failure),
            () => client.FailAsync(invocation, error ?? Failure)
        );

    public static Task<Result<Unit, ApiError>> FailInit(
        this Caller caller,
        RuntimeClient client,
        IRuntimeApiError? error = null
    ) => caller.Run(() => client.FailInit(error ?? Failure), () => client.FailInitAsync(error ?? Failure));

    public static Task<Result<Unit, ApiError>> RestoreNext(this Caller caller, RuntimeClient client) =>
        caller.Run(client.RestoreNext, () => client.RestoreNextAsync());

    public static Task<Result<Unit, ApiError>> FailRestore(
        this Caller caller,
        RuntimeClient client,
        IRuntimeApiError? error = null
    ) => caller.Run(() => client.FailRestore(error ?? Failure), () => client.FailRestoreAsync(error ?? Failure));

    /// <summary>Bootstraps; <paramref name="handler"/> stands for the handler of either form.</summary>
    public static Task<Result<Unit, ApiError>> Bootstrap(
        this Caller caller,
        Func<Invocation, Result<Response, FunctionError>> handler,
        BootstrapOptions options,
        CancellationToken cancellation = default
    ) =>
        caller.Run(
            () => LambdaClient.Bootstrap.Run(handler, options, cancellation),
            () =>
                LambdaClient.Bootstrap.RunAsync((event_, _) => Task.FromResult(handler(event_)), options, cancellation)
        );

    /// <summary>Serves events; <paramref name="handler"/> stands for the handler of either form.</summary>
    public static Task<Result<Unit, ApiError>> Serve(
        this Caller caller,
        RuntimeClient client,
        Func<Invocation, Result<Response, FunctionError>> handler,
        RuntimeLoopOptions? options = null,
        CancellationToken cancellation = default
    ) =>
        caller.Run(
            () => RuntimeLoop.Run(client, handler, options),
            () => RuntimeLoop.RunAsync(client, (event_, _) => Task.FromResult(handler(event_)), options, cancellation)
        );

    private static FunctionError Failure { get; } = new("Function.Broken", "broken");

    internal static Task<T> Run<T>(this Caller caller, Func<T> blocking, Func<Task<T>> awaiting) =>
        (
            caller == Caller.Blocking
                ? Task.Factory.StartNew(
                    blocking,
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
                : Task.Run(awaiting)
        ).Within();
}
