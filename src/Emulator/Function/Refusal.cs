namespace LambdaClient.Emulator.Function;

/// <summary>A Runtime API call that the service does not accept. The error types are the service's own.</summary>
internal sealed record Refusal(int Status, string ErrorType, string Message)
{
    public static Refusal UnknownRequestId(string requestId) =>
        new(
            400,
            "InvalidRequestID",
            $"'{Shown.Short(requestId)}' is not the request id of an invocation that waits for its answer; answer with the id that 'next' gave."
        );

    public static Refusal UnknownInvocationId(string invocationId) =>
        new(
            400,
            "InvalidInvocationId",
            $"'{Shown.Short(invocationId)}' belongs to another attempt of this request; drop the answer and ask for the next event."
        );

    public static Refusal UnknownResponseMode(string mode) =>
        new(
            400,
            "InvalidFunctionResponseMode",
            $"The response mode '{Shown.Short(mode)}' does not exist; send 'streaming', or leave the header out."
        );

    public static Refusal Truncated() =>
        new(400, "TruncatedHTTPRequest", "The request body ended before it was complete; the caller has been told.");

    public static Refusal AnswerInProgress(string requestId) =>
        new(
            400,
            "InvalidRequestID",
            $"'{Shown.Short(requestId)}' is being answered already; post one answer to each event."
        );

    public static Refusal TooManyPolls(int most) =>
        new(
            403,
            "InvalidStateTransition",
            $"The runtime cannot go from Ready to Ready: as many of its workers wait as the concurrency allows, {most}."
        );

    public static Refusal RestoreFailed(string why) =>
        new(500, "InternalServerError", $"The snapshot could not be restored: {Shown.Short(why)}");

    public static Refusal IllegalTransition(RuntimeState from, RuntimeAction action)
    {
        var message = $"The runtime cannot go from {from} to {RuntimeTransitions.Target(action)}";
        var reason = from switch
        {
            RuntimeState.InitError => "it has reported an init error, so it must exit; the next invocation starts anew",
            RuntimeState.RestoreError =>
                "it has reported a restore error, so it must exit; the next invocation starts anew",
            RuntimeState.Started when action == RuntimeAction.FailRestore => "nothing has been restored",
            RuntimeState.Started => "it has not asked for an event yet",
            RuntimeState.RestoreReady => "it waits for its snapshot to be restored",
            RuntimeState.Restoring => "it is restoring and may ask for an event or report an error",
            RuntimeState.Ready when action == RuntimeAction.Poll => "it waits for an event already",
            RuntimeState.Ready or RuntimeState.ResponseSent => "it has answered its last event already",
            RuntimeState.InvocationResponse or RuntimeState.InvocationErrorResponse =>
                "the answer it began to post is not complete",
            _ => "that is over once it has asked for an event",
        };
        return new(403, "InvalidStateTransition", $"{message}: {reason}.");
    }

    public static Refusal TimedOut(string requestId) =>
        new(
            410,
            "InvokeTimeout",
            $"The invocation '{Shown.Short(requestId)}' has timed out and its caller has been told; ask for the next event."
        );

    public static Refusal TooLarge(long limit) =>
        new(
            413,
            "RequestEntityTooLarge",
            $"The body exceeds {limit} bytes; the caller has been told, so ask for the next event."
        );
}
