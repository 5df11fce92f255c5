using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Exports;
using LambdaClient.Native.Posix;

namespace LambdaClient.Native.Runtime;

/// <summary>One poller of a run: next, the caller's handler, and again.</summary>
internal sealed class Poller(NativeClient client, nint handle, RunOptions run, RuntimeLoopOptions loop)
{
    private readonly LoopPolicy _policy = new(loop);

    /// <summary>Serves events until the client is cancelled or cannot go on; null after it was cancelled.</summary>
    public unsafe ApiError? Serve()
    {
        while (true)
        {
            if (client.Next(out var invocation) is { } error)
            {
                if (_policy.AfterNext(error) == LoopMove.Stop)
                {
                    return error.Code == ErrorCode.Cancelled ? null : error;
                }

                client.Pause(_policy.Pause);
                continue;
            }

            _policy.Succeeded();
            var result = run.Handler((nint)run.Context, handle, invocation);

            // A child that was forked in the handler came back here, and must not even allocate.
            if (ForkGuard.IsForkedChild)
            {
                return null;
            }

            if (client.IsUnanswered && Answer(result) is { } unanswered)
            {
                return unanswered;
            }

            _policy.Succeeded();
            if (client.Fatal is { } fatal)
            {
                return fatal;
            }
        }
    }

    /// <summary>Reports what the handler left unanswered; the error is one that ends the run.</summary>
    private unsafe ApiError? Answer(int result)
    {
        var report =
            result == 0
                ? new FunctionError("Runtime.NoAnswer", "the handler returned without an answer")
                : new FunctionError(
                    "Runtime.HandlerFailed",
                    $"the handler returned {Described(result)} without an answer"
                );
        while (client.FailUnanswered(report) is { } error)
        {
            switch (_policy.AfterPost(error))
            {
                case LoopMove.Stop:
                    return error;
                case LoopMove.Again:
                    // What was handled is to be answered also when the client is cancelled: that does not shorten the pause.
                    _ = LibC.Poll(null, 0, (int)_policy.Pause.TotalMilliseconds);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static string Described(int result) =>
        StatusTable.NameOf(result) is var name && name.SequenceEqual("unknown"u8)
            ? $"{result}"
            : $"{result} ({System.Text.Encoding.ASCII.GetString(name)})";
}
