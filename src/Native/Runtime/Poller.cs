using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Exports;
using LambdaClient.Native.Posix;

namespace LambdaClient.Native.Runtime;

/// <summary>One poller of a run: a turn, the caller's handler, and again.</summary>
internal sealed class Poller(
    NativeClient client,
    nint handle,
    RunOptions run,
    bool isConcurrent,
    Action<NativeClient, ApiError> tell
)
{
    private ApiError? _told;

    /// <summary>Serves events until the client is cancelled or cannot go on; null after it was cancelled.</summary>
    public unsafe ApiError? Serve()
    {
        var started = run.ThreadStart == null ? 0 : run.ThreadStart((nint)run.Context, handle);

        // A child that was forked in a callback came back here, and must not even allocate.
        if (ForkGuard.IsForkedChild)
        {
            return null;
        }

        if (started != 0)
        {
            return new ApiError.Usage(ErrorCode.HookFailed, "thread_start", $"{started}");
        }

        var round = client.RoundWith(isConcurrent, Tell);
        var given = AnswerInfo.Empty;
        var result = 0;
        while (true)
        {
            var error = client.Turn(round, Answer(&given, result), out var invocation, out var lost);
            AnswerReader.Release((nint)(&given));
            if (error is not null)
            {
                if (lost is not null && !ReferenceEquals(lost, _told) && run.OnError == null)
                {
                    client.WarnOfLast(lost.Message);
                }

                return error.Code == ErrorCode.Cancelled ? null : error;
            }

            given = AnswerInfo.Empty;
            result = run.Handler((nint)run.Context, handle, invocation, &given);

            // A child that was forked in the handler came back here, and must not even allocate.
            if (ForkGuard.IsForkedChild)
            {
                return null;
            }
        }
    }

    private void Tell(ApiError error)
    {
        _told = error;
        tell(client, error);
    }

    private unsafe Answer Answer(AnswerInfo* given, int result)
    {
        var answer = AnswerReader.Read((nint)given, out var unfit);
        if (unfit is not null)
        {
            Tell(unfit);
        }

        return answer.IsNone && result != 0 && client.IsUnanswered
            ? LambdaClient.Answer.Reported(
                new("Runtime.HandlerFailed", $"the handler returned {Described(result)} without an answer")
            )
            : answer;
    }

    private static string Described(int result) =>
        StatusTable.NameOf(result) is var name && name.SequenceEqual("unknown"u8)
            ? $"{result}"
            : $"{result} ({System.Text.Encoding.ASCII.GetString(name)})";
}
