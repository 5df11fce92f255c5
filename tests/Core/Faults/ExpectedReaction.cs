namespace LambdaClient.Tests.Faults;

/// <summary>What a status means, written down once more by hand from the service's documentation.</summary>
/// <param name="First">The first status of the row.</param>
/// <param name="Last">The last one.</param>
/// <param name="Next">What a poll says, for an event or for the end of a restore; None is success.</param>
/// <param name="Post">What a post says; None is success.</param>
/// <param name="StopsLoop">Whether a loop ends.</param>
internal sealed record ExpectedReaction(int First, int Last, ErrorCode Next, ErrorCode Post, bool StopsLoop = false)
{
    public static ExpectedReaction[] Rows { get; } =
    [
        new(100, 100, ErrorCode.None, ErrorCode.None),
        new(101, 101, ErrorCode.InterimInvalid, ErrorCode.InterimInvalid),
        new(102, 200, ErrorCode.None, ErrorCode.None),
        new(201, 299, ErrorCode.StatusUnexpected, ErrorCode.None),
        new(300, 399, ErrorCode.StatusUnexpected, ErrorCode.StatusUnexpected),
        new(400, 402, ErrorCode.RequestRejected, ErrorCode.RequestRejected),
        new(403, 403, ErrorCode.StateTransitionRejected, ErrorCode.StateTransitionRejected, StopsLoop: true),
        new(404, 409, ErrorCode.RequestRejected, ErrorCode.RequestRejected),
        new(410, 410, ErrorCode.InvocationTimedOut, ErrorCode.InvocationTimedOut),
        new(411, 412, ErrorCode.RequestRejected, ErrorCode.RequestRejected),
        new(413, 413, ErrorCode.PayloadTooLarge, ErrorCode.PayloadTooLarge),
        new(414, 499, ErrorCode.RequestRejected, ErrorCode.RequestRejected),
        new(500, 500, ErrorCode.ContainerError, ErrorCode.ContainerError, StopsLoop: true),
        new(501, 599, ErrorCode.ServerError, ErrorCode.ServerError, StopsLoop: true),
    ];

    public static ExpectedReaction Of(int status) => Rows.Single(row => status >= row.First && status <= row.Last);

    public ErrorCode To(Operation operation) => operation is Operation.Next or Operation.RestoreNext ? Next : Post;
}
