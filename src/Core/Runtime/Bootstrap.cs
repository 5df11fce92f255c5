namespace LambdaClient;

/// <summary>The whole life of a runtime process: init, snapshot, as many pollers as the service wants, shutdown.</summary>
/// <remarks>Run one in a process: variables, signals and the thread pool belong to all of it.</remarks>
public static class Bootstrap
{
    /// <summary>Serves events with a blocking handler, on a thread for each poller, until the service ends the process or nothing can go on.</summary>
    /// <param name="handler">Turns an event into an answer or a failure; called by all pollers, each from its own thread.</param>
    /// <param name="options">What differs from the defaults; null takes them all.</param>
    /// <param name="cancellation">Ends the life at any step: the pollers end after the invocation that each is handling; shutdown hooks still run.</param>
    /// <typeparam name="TError">The handler's own error type.</typeparam>
    /// <returns>
    /// Success after SIGTERM or <paramref name="cancellation"/>. Else, after all pollers ended, the first error that ended one, in
    /// order of likelihood: of opening a client (<see cref="RuntimeClient.Open(RuntimeClientOptions?)"/>), <see cref="ErrorCode.HookFailed"/>,
    /// <see cref="ErrorCode.OptionInvalid"/>, of <see cref="RuntimeLoop"/>. The process should then exit with a status other than 0.
    /// </returns>
    public static Result<Unit, ApiError> Run<TError>(
        Func<Invocation, Result<Response, TError>> handler,
        BootstrapOptions? options = null,
        CancellationToken cancellation = default
    )
        where TError : IRuntimeApiError
    {
        using var run = new BootstrapRun(options ?? new(), Poll);
        return run.ServeAsync(cancellation).GetAwaiter().GetResult();

        Task<Result<Unit, ApiError>> Poll(RuntimeClient client, RuntimeLoopOptions loop, CancellationToken _) =>
            RuntimeLoop.OnOwnThread(() => RuntimeLoop.Run(client, handler, loop));
    }

    /// <summary>Like <see cref="Run"/>, with an asynchronous handler.</summary>
    /// <param name="handler">Turns an event into an answer or a failure; its token is that of <see cref="RuntimeLoop.RunAsync"/>.</param>
    /// <param name="options">What differs from the defaults; null takes them all.</param>
    /// <param name="cancellation">Ends the pollers, each after the invocation that it is handling; reaches the handlers' tokens.</param>
    /// <typeparam name="TError">The handler's own error type.</typeparam>
    /// <returns>As <see cref="Run"/>.</returns>
    public static async Task<Result<Unit, ApiError>> RunAsync<TError>(
        Func<Invocation, CancellationToken, Task<Result<Response, TError>>> handler,
        BootstrapOptions? options = null,
        CancellationToken cancellation = default
    )
        where TError : IRuntimeApiError
    {
        using var run = new BootstrapRun(options ?? new(), Poll);
        return await run.ServeAsync(cancellation).ConfigureAwait(false);

        Task<Result<Unit, ApiError>> Poll(RuntimeClient client, RuntimeLoopOptions loop, CancellationToken stop) =>
            RuntimeLoop.RunAsync(client, handler, loop, stop);
    }
}
