using System.Diagnostics;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Faults;

/// <summary>The connection ends at every byte of an answer: never a wrong result, never a hang, and then it goes on.</summary>
public sealed class TornAnswerTests
{
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(1);

    public static TheoryData<Caller, bool, bool> Events =>
        [
            .. from caller in Enum.GetValues<Caller>()
            from form in Enumerable.Range(0, 4)
            select (caller, form >= 2, form % 2 == 1),
        ];

    [Theory]
    [MemberData(nameof(Events))]
    public async Task An_event_is_never_delivered_torn(Caller caller, bool isChunked, bool isReset)
    {
        var payload = """{"name":"John"}"""u8.ToArray();
        var answer = isChunked ? Wire.ChunkedEvent(payload, 6, "id-1") : Wire.Event(payload, "id-1");
        await using var server = Tear(answer, after: [], isReset);

        for (var cut = 0; cut < answer.Length; cut++)
        {
            using var client = Opened.At(server);
            var clock = Stopwatch.StartNew();
            var torn = await caller.Next(client);
            Assert.True(clock.Elapsed < Quickly, $"cut at {cut}: {clock.Elapsed}");
            if (cut == 0)
            {
                // Nothing of an answer came, so asking again was harmless.
                Assert.Equal(payload, torn.Must().Payload.ToArray());
                continue;
            }

            var error = Assert.IsType<ApiError.Transport>(torn.MustFail(ErrorCode.ReplyTruncated));
            Assert.Equal((Operation.Next, Delivery.Unknown), (error.Operation, error.Delivery));
            Assert.Equal(payload, (await caller.Next(client).Must()).Payload.ToArray());
        }

        Assert.Equal(2 * answer.Length, server.Accepted);
    }

    [Theory]
    [BothCallers(true, false)]
    public async Task An_acceptance_that_is_torn_leaves_the_post_unknown_and_unrepeated(Caller caller, bool isReset)
    {
        await using var server = Tear(Wire.Accepted, after: Wire.Event(), isReset);

        for (var cut = 0; cut < Wire.Accepted.Length; cut++)
        {
            using var client = Opened.At(server);
            var invocation = await caller.Next(client).Must();
            var clock = Stopwatch.StartNew();
            var error = Assert.IsType<ApiError.Transport>((await caller.Respond(client, invocation)).MustFail());
            Assert.True(clock.Elapsed < Quickly, $"cut at {cut}: {clock.Elapsed}");
            var expected =
                cut > 0 ? ErrorCode.ReplyTruncated
                : isReset ? ErrorCode.ConnectionBroken
                : ErrorCode.ConnectionClosed;
            Assert.Equal((expected, Delivery.Unknown), (error.Code, error.Delivery));
            await caller.Respond(client, invocation).MustFail(ErrorCode.AlreadyAnswered);
            await caller.Next(client).Must();
        }

        Assert.Equal(
            Wire.Accepted.Length,
            server.Requests.Count(request => request.Call.StartsWith("POST", StringComparison.Ordinal))
        );
    }

    /// <summary>Each even connection serves <paramref name="after"/>, if any, and then the answer up to one more byte than the last; each odd one all.</summary>
    private static LoopbackServer Tear(byte[] answer, byte[] after, bool isReset) =>
        new(async connection =>
        {
            if (connection.Number % 2 == 1)
            {
                await connection.Answer(after.Length > 0 ? after : answer);
                await connection.ClosedByClient();
                return;
            }

            if (after.Length > 0)
            {
                await connection.Answer(after);
            }

            await connection.ReadRequest();
            await connection.Send(answer.AsMemory(0, connection.Number / 2));
            if (isReset)
            {
                connection.Reset();
            }
            else
            {
                connection.Close();
            }
        });
}
