namespace LambdaClient;

/// <summary>What a client is doing: the one value that says which call is legal.</summary>
internal enum ClientState
{
    /// <summary>Nothing waits for an answer.</summary>
    Idle,

    /// <summary>A thread waits for an event.</summary>
    Polling,

    /// <summary>An invocation waits for its answer.</summary>
    Holding,

    /// <summary>A thread sends an answer, a piece of one, or a report.</summary>
    Posting,

    /// <summary>A stream was opened and has not ended.</summary>
    Streaming,

    /// <summary>An init or restore error was reported.</summary>
    Over,

    Closed,
}

/// <summary>What a caller wants of a client.</summary>
internal enum ClientCall
{
    /// <summary>Next, RestoreNext, and what an extension asks.</summary>
    Poll,

    /// <summary>Respond and Fail.</summary>
    Answer,

    OpenStream,

    /// <summary>A write, flush, finish or failure of a stream.</summary>
    Piece,

    /// <summary>FailInit and FailRestore.</summary>
    FailStart,

    Abandon,

    Turn,
}

/// <summary>How a call ended that was begun.</summary>
internal enum CallEnd
{
    /// <summary>Nothing of it left, so everything is as before.</summary>
    NotSent,

    /// <summary>An event came.</summary>
    Event,

    /// <summary>No event came, and nothing waits for an answer.</summary>
    Nothing,

    /// <summary>What was sent was taken, or may have been.</summary>
    Taken,

    /// <summary>A stream was opened, or a piece of it was sent, and it goes on.</summary>
    More,
}

/// <summary>The whole of what a client may do when. docs/client-states.md draws it.</summary>
internal static class ClientStates
{
    /// <summary>Whether a thread is inside a call.</summary>
    public static bool IsInCall(this ClientState state) => state is ClientState.Polling or ClientState.Posting;

    /// <summary>The state that a call leads to, or why it is refused; one of both.</summary>
    public static (ClientState Next, ErrorCode Refusal) Begin(ClientState from, ClientCall call) =>
        (from, call) switch
        {
            (ClientState.Polling or ClientState.Posting, _) => No(ErrorCode.ClientBusy),
            (ClientState.Closed, _) => No(ErrorCode.ClientClosed),
            (ClientState.Over, _) => No(ErrorCode.InitErrorReported),

            (ClientState.Idle, ClientCall.Poll or ClientCall.Turn) => To(ClientState.Polling),
            (ClientState.Idle, ClientCall.FailStart) => To(ClientState.Posting),
            (ClientState.Idle, _) => No(ErrorCode.AlreadyAnswered),

            (ClientState.Holding, ClientCall.Poll or ClientCall.FailStart) => No(ErrorCode.InvocationOutstanding),
            (ClientState.Holding, ClientCall.Piece) => No(ErrorCode.AlreadyAnswered),
            (ClientState.Holding, _) => To(ClientState.Posting),

            (ClientState.Streaming, ClientCall.Poll) => No(ErrorCode.InvocationOutstanding),
            (ClientState.Streaming, ClientCall.Piece or ClientCall.Abandon or ClientCall.Turn) => To(
                ClientState.Posting
            ),
            _ => No(ErrorCode.StreamOpen),
        };

    /// <summary>The state after a call that began in <paramref name="from"/>.</summary>
    public static ClientState End(ClientState from, ClientCall call, CallEnd end) =>
        end switch
        {
            CallEnd.NotSent => from,
            CallEnd.Event => ClientState.Holding,
            CallEnd.More => ClientState.Streaming,
            CallEnd.Taken when call == ClientCall.FailStart => ClientState.Over,
            _ => ClientState.Idle,
        };

    private static (ClientState Next, ErrorCode Refusal) To(ClientState next) => (next, ErrorCode.None);

    private static (ClientState Next, ErrorCode Refusal) No(ErrorCode refusal) => (default, refusal);
}
