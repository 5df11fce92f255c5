using LambdaClient.Http;

namespace LambdaClient;

/// <summary>Delivering an answer and waiting for the next event, in one call.</summary>
internal sealed partial class Session
{
    private readonly bool _isOneWrite;
    private readonly Action<Task, TimeSpan> _wait;

    /// <summary>The stream that was left open, or null.</summary>
    internal ResponseStream? OpenedStream => _stream;

    /// <summary>The invocation that waits for its answer.</summary>
    internal Invocation HeldInvocation => new(this, _event);

    public Turn Turn(Round round, in Answer answer)
    {
        if (Enter(ClientCall.Turn, out var from) is var refusal and not ErrorCode.None)
        {
            return new Turn(new ApiError.State(refusal), null);
        }

        try
        {
            round.Begin(from, answer, mayFollow: true);
            while (round.Step != RoundStep.Done)
            {
                if (round.Step == RoundStep.Exchange)
                {
                    Driver.Run(_exchange, _transport, Endpoint, _options.ConnectTimeout);
                    round.Exchanged();
                }
                else
                {
                    _wait(round.Step == RoundStep.PausePoll ? Cancellation : BrokenOff, round.Pause);
                    round.Paused();
                }
            }

            return new Turn(round.Next, round.Undelivered);
        }
        finally
        {
            Exit(from, ClientCall.Turn, round.End);
        }
    }

    /// <summary>As <see cref="Turn"/>, without blocking the thread.</summary>
    public async Task<Turn> TurnAsync(Round round, Answer answer, CancellationToken cancellation)
    {
        if (Enter(ClientCall.Turn, out var from) is var refusal and not ErrorCode.None)
        {
            return new Turn(new ApiError.State(refusal), null);
        }

        try
        {
            round.Begin(from, answer, mayFollow: !cancellation.IsCancellationRequested);
            while (round.Step != RoundStep.Done)
            {
                // What was handled is answered even when the loop is to end.
                var ends = round.IsPolling ? cancellation : CancellationToken.None;
                if (round.Step == RoundStep.Exchange)
                {
                    await Driver
                        .RunAsync(_exchange, _transport, Endpoint, _options.ConnectTimeout, ends)
                        .ConfigureAwait(false);
                    round.Exchanged();
                }
                else
                {
                    var until = round.Step == RoundStep.PausePoll ? Cancellation : BrokenOff;
                    await Task.WhenAny(until, Task.Delay(round.Pause, Clock, ends)).ConfigureAwait(false);
                    round.Paused();
                }
            }

            return new Turn(round.Next, round.Undelivered);
        }
        finally
        {
            Exit(from, ClientCall.Turn, round.End);
        }
    }

    /// <summary>Goes on to the reply of a poll that was sent already, or sends one.</summary>
    internal void Poll()
    {
        // The state first: whoever cancels either finds it, or is found by the exchange.
        Switch(ClientState.Polling);
        if (_exchange.IsFollowed)
        {
            _exchange.Follow();
        }
        else
        {
            BeginNext();
        }
    }

    /// <summary>Gives up a poll that was sent already.</summary>
    internal void DropFollowed()
    {
        if (_exchange.IsFollowed)
        {
            _exchange.Drop();
        }
    }
}
