using DNNE;

namespace LambdaClient.Native.Abi;

/// <summary>
/// Handles one event. It fills the answer, which leaves together with the next poll. Or it answers itself before it returns: with a
/// stream, lambdaclient_respond or lambdaclient_fail.
/// </summary>
/// <param name="context">The context of the run.</param>
/// <param name="client">The client that received the invocation. It belongs to the run: do not close it.</param>
/// <param name="invocation">The invocation; it need not be freed.</param>
/// <param name="answer">
/// The answer to fill; it begins as LAMBDACLIENT_ANSWER_INIT. What it points to, the failure too, must stay valid after the return:
/// until its release function is called, or, without one, until the handler is called again on this thread or the run ends.
/// </param>
/// <returns>
/// 0, or any other number if it failed. The number matters only if the handler did not answer. Then the caller gets the failure
/// Runtime.NoAnswer for 0, and Runtime.HandlerFailed with the number and the name of the status for any other.
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
/// <param name="client">The run's first client, through which a step can report its own failure; for thread_start, the thread's.</param>
/// <returns>0, or any other number if it failed; then the run ends with HOOK_FAILED.</returns>
/// <threads>The thread that called lambdaclient_run; for thread_start, each thread of the run.</threads>
[CFunction("lambdaclient_hook_t")]
public delegate int Hook([C99Type("void *")] nint context, [C99Type("lambdaclient_t *")] nint client);

/// <summary>Receives an error that a run survives, before the run goes on.</summary>
/// <param name="context">The context of the run.</param>
/// <param name="error">The error; valid during the call only. Do not free it.</param>
/// <threads>The thread on which the error happened; with more than one thread, several calls can be in progress at once.</threads>
[CFunction("lambdaclient_observer_t")]
public delegate void Observer([C99Type("void *")] nint context, [C99Type("const lambdaclient_error_t *")] nint error);

/// <summary>Frees what a context holds.</summary>
/// <param name="context">The context of the run, or the release_context of the answer.</param>
/// <threads>The thread that called lambdaclient_run or lambdaclient_turn; for an answer of a run, the thread of its handler.</threads>
[CFunction("lambdaclient_finalizer_t")]
public delegate void Finalizer([C99Type("void *")] nint context);
