using DNNE;

namespace LambdaClient.Native.Abi;

/// <summary>
/// Handles one event. It fills the answer, or answers by itself with lambdaclient_respond, lambdaclient_fail or a stream before it
/// returns; the answer leaves together with the next poll, which is faster.
/// </summary>
/// <param name="context">The context of the run.</param>
/// <param name="client">The client that received the invocation; the run's own, not to be closed.</param>
/// <param name="invocation">The invocation; it need not be freed.</param>
/// <param name="answer">
/// The answer, given as LAMBDACLIENT_ANSWER_INIT. Its bytes must stay valid until its release function is called, or, without one,
/// until the handler is called again on this thread or the run ends.
/// </param>
/// <returns>
/// 0, or any other number where it failed. Where it did not answer, its caller gets the error Runtime.NoAnswer for 0, and
/// Runtime.HandlerFailed with the number and, where it is a status, its name for any other. What was answered stays as it is.
/// </returns>
/// <threads>With more than one thread, several calls are in progress at once, each with a client of its own.</threads>
[CFunction("lambdaclient_handler_t")]
public delegate int Handler(
    [C99Type("void *")] nint context,
    [C99Type("lambdaclient_t *")] nint client,
    [C99Type("lambdaclient_invocation_t *")] nint invocation,
    [C99Type("lambdaclient_answer_t *")] nint answer
);

/// <summary>One step in the life of a run.</summary>
/// <param name="context">The context of the run.</param>
/// <param name="client">The run's first client, through which a step can report its own failure.</param>
/// <returns>0, or any other number where it failed; then the run ends with HOOK_FAILED.</returns>
/// <threads>The thread that called lambdaclient_run.</threads>
[CFunction("lambdaclient_hook_t")]
public delegate int Hook([C99Type("void *")] nint context, [C99Type("lambdaclient_t *")] nint client);

/// <summary>Is told of an error that a run survives, before the run goes on.</summary>
/// <param name="context">The context of the run.</param>
/// <param name="error">The error; the run's own, valid during the call only.</param>
/// <threads>The thread on which the error happened; with more than one thread, several calls can be in progress at once.</threads>
[CFunction("lambdaclient_observer_t")]
public delegate void Observer([C99Type("void *")] nint context, [C99Type("const lambdaclient_error_t *")] nint error);

/// <summary>Gives up what a context holds.</summary>
/// <param name="context">The context of the run.</param>
/// <threads>The thread that called lambdaclient_run.</threads>
[CFunction("lambdaclient_finalizer_t")]
public delegate void Finalizer([C99Type("void *")] nint context);
