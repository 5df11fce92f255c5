using System.Text;
using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Runtime;

/// <summary>One turn: the answer of the last event and the next event, in one write where that is safe.</summary>
public sealed class TurnTests
{
    private static readonly Answer Fine = Answer.Of(Response.Json("1"));

    private static byte[] First => Wire.Event("first", "id-1", "Lambda-Runtime-Invocation-Id: attempt-1");

    private static byte[] Second => Wire.Event("second", "id-2", "Lambda-Runtime-Invocation-Id: attempt-2");

    [Theory, BothCallers]
    public async Task Answer_and_poll_leave_together_and_both_replies_come_from_one_read(Caller caller)
    {
        var transport = Connection(First, [.. Wire.Accepted, .. Second]);
        using var client = Opened.Over(transport);
        (await caller.Turn(client)).Next.Must();

        var turn = await caller.Turn(client, Fine);

        Assert.Equal("second", Text(turn.Next.Must()));
        Assert.Null(turn.Undelivered);
        Assert.Equal(["GET", "POST", "GET"], Methods(transport));
        Assert.Equal(2, transport.Writes);
        Assert.Equal(1, transport.Connects);
    }

    [Theory]
    [BothCallers("option", "variable", "concurrent", "cancelled")]
    public async Task They_leave_one_after_the_other_where_one_write_is_not_wanted_or_not_safe(
        Caller caller,
        string why
    )
    {
        var transport = Connection(First, Wire.Accepted, Second);
        var variable = why switch
        {
            "variable" => "LAMBDACLIENT_ONE_WRITE",
            "concurrent" => "AWS_LAMBDA_MAX_CONCURRENCY",
            _ => "",
        };
        using var client = Opened.Over(
            transport,
            Opened.Options with
            {
                OneWrite = why == "option" ? false : null,
                Variable = name =>
                    name != variable ? null
                    : why == "variable" ? "0"
                    : "1",
            }
        );
        (await caller.Turn(client)).Next.Must();
        if (why == "cancelled")
        {
            client.Cancel();
        }

        var turn = await caller.Turn(client, Fine);

        Assert.Null(turn.Undelivered);
        if (why == "cancelled")
        {
            turn.Next.MustFail(ErrorCode.Cancelled);
            Assert.Equal(["GET", "POST"], Methods(transport));
        }
        else
        {
            Assert.Equal("second", Text(turn.Next.Must()));
            Assert.Equal(3, transport.Writes);
        }
    }

    [Theory]
    [BothCallers(
        "400 InvalidRequestID",
        "400 InvalidInvocationId",
        "400 TruncatedHTTPRequest",
        "410 InvokeTimeout",
        "413 RequestEntityTooLarge"
    )]
    public async Task A_refused_answer_is_told_and_the_event_behind_it_is_served(Caller caller, string refusal)
    {
        var status = int.Parse(refusal[..3], System.Globalization.CultureInfo.InvariantCulture);
        var transport = Connection(First, [.. Wire.Refusal(status, refusal[4..]), .. Second]);
        using var client = Opened.Over(transport);
        (await caller.Turn(client)).Next.Must();

        var turn = await caller.Turn(client, Fine);

        Assert.Equal("second", Text(turn.Next.Must()));
        Assert.Equal(status, Assert.IsType<ApiError.Rejected>(turn.Undelivered).Status);
        Assert.Equal(["GET", "POST", "GET"], Methods(transport));
    }

    [Theory]
    [BothCallers(403, 500, 503)]
    public async Task A_fatal_refusal_ends_the_loop_at_once_whatever_comes_behind_it(Caller caller, int status)
    {
        var transport = Connection(First, [.. Wire.Refusal(status, "x"), .. Second]);
        using var client = Opened.Over(transport);
        (await caller.Turn(client)).Next.Must();

        var turn = await caller.Turn(client, Fine);

        var error = turn.Next.MustFail();
        Assert.True(error.IsFatal);
        Assert.Same(error, turn.Undelivered);
        Assert.False(transport.IsOpen);
    }

    [Theory]
    [BothCallers("Connection: close", "HTTP/1.0")]
    public async Task A_connection_that_the_first_reply_ends_is_left_and_the_poll_made_again(Caller caller, string how)
    {
        var reply = Encoding.ASCII.GetString(Wire.Accepted);
        reply =
            how == "HTTP/1.0"
                ? reply.Replace("HTTP/1.1", how, StringComparison.Ordinal)
                : reply.Insert(reply.IndexOf("\r\n", StringComparison.Ordinal) + 2, how + "\r\n");
        var transport = new ScriptedTransport(
            new ScriptedConnection([First, Encoding.ASCII.GetBytes(reply)]),
            ScriptedConnection.Of(Second)
        );
        using var client = Opened.Over(transport);
        (await caller.Turn(client)).Next.Must();

        var turn = await caller.Turn(client, Fine);

        Assert.Equal("second", Text(turn.Next.Must()));
        Assert.Null(turn.Undelivered);
        Assert.Equal(["GET", "POST", "GET", "GET"], Methods(transport));
        Assert.Equal(2, transport.Connects);
    }

    [Theory, BothCallers]
    public async Task A_cut_between_the_halves_leaves_the_answer_taken(Caller caller)
    {
        var transport = new ScriptedTransport(
            new ScriptedConnection([First, Wire.Accepted], SeemsAlive: true),
            ScriptedConnection.Of(Second)
        );
        using var client = Opened.Over(transport);
        (await caller.Turn(client)).Next.Must();

        var turn = await caller.Turn(client, Fine);

        Assert.Equal("second", Text(turn.Next.Must()));
        Assert.Null(turn.Undelivered);
        Assert.Equal(["GET", "POST", "GET", "GET"], Methods(transport));
    }

    [Theory, BothCallers]
    public async Task The_same_attempt_again_gets_the_same_answer_and_the_handler_does_not_run_twice(Caller caller)
    {
        var transport = new ScriptedTransport(
            new ScriptedConnection([First], SeemsAlive: true),
            new ScriptedConnection([First, Wire.Accepted, Second], SeemsAlive: true)
        );
        using var client = Opened.Over(transport);
        (await caller.Turn(client)).Next.Must();

        var turn = await caller.Turn(client, Fine);

        Assert.Equal("second", Text(turn.Next.Must()));
        Assert.Null(turn.Undelivered);
        Assert.Equal(["GET", "POST", "GET", "GET", "POST", "GET"], Methods(transport));
        Assert.Equal(transport.Written[1], transport.Written[4]);
    }

    [Theory, BothCallers]
    public async Task The_same_request_id_in_another_attempt_goes_to_the_handler(Caller caller)
    {
        var retry = Wire.Event("first", "id-1", "Lambda-Runtime-Invocation-Id: attempt-2");
        var transport = new ScriptedTransport(
            new ScriptedConnection([First], SeemsAlive: true),
            new ScriptedConnection([retry], SeemsAlive: true)
        );
        using var client = Opened.Over(transport);
        (await caller.Turn(client)).Next.Must();

        var turn = await caller.Turn(client, Fine);

        Assert.Equal("attempt-2", turn.Next.Must().Context.InvocationId);
        Assert.Equal(Delivery.Unknown, turn.Undelivered!.Delivery);
    }

    [Theory, BothCallers]
    public async Task A_streamed_answer_whose_fate_is_unknown_is_told_and_not_repeated(Caller caller)
    {
        var transport = new ScriptedTransport(
            new ScriptedConnection([First], SeemsAlive: true),
            new ScriptedConnection([First], SeemsAlive: true)
        );
        using var client = Opened.Over(transport);
        (await caller.Turn(client)).Next.Must();

        var turn = await caller.Turn(client, Answer.Of(Response.Streamed((_, _) => Task.CompletedTask)));

        Assert.Equal("first", Text(turn.Next.Must()));
        Assert.Equal(Delivery.Unknown, turn.Undelivered!.Delivery);
        Assert.Equal(["GET", "POST", "GET"], Methods(transport));
    }

    [Theory, BothCallers]
    public async Task A_fatal_reply_to_a_call_of_the_handlers_own_ends_the_next_turn(Caller caller)
    {
        var transport = Connection(First, Wire.Refusal(500, "x"), Second);
        using var client = Opened.Over(transport);
        var invocation = (await caller.Turn(client)).Next.Must();
        await caller.Respond(client, invocation).MustFail(ErrorCode.ContainerError);

        var turn = await caller.Turn(client);

        turn.Next.MustFail(ErrorCode.ContainerError);
        Assert.Equal(2, transport.Written.Count);
    }

    [Theory, BothCallers]
    public async Task An_event_that_overtook_its_own_answer_is_dropped(Caller caller)
    {
        var transport = Connection(First, [.. Wire.Accepted, .. First], Second);
        using var client = Opened.Over(transport);
        (await caller.Turn(client)).Next.Must();

        var turn = await caller.Turn(client, Fine);

        Assert.Equal("second", Text(turn.Next.Must()));
        Assert.Equal(["GET", "POST", "GET", "GET"], Methods(transport));
    }

    [Theory, BothCallers]
    public async Task A_request_id_alone_may_come_again_right_after_its_answer(Caller caller)
    {
        var transport = Connection(Wire.Event("one", "id-1"), [.. Wire.Accepted, .. Wire.Event("two", "id-1")]);
        using var client = Opened.Over(transport);
        (await caller.Turn(client)).Next.Must();

        Assert.Equal("two", Text((await caller.Turn(client, Fine)).Next.Must()));
    }

    [Theory, BothCallers]
    public async Task An_answer_that_was_not_sent_six_times_ends_the_loop_and_can_be_given_again(Caller caller)
    {
        var refused = Enumerable.Repeat(new ScriptedConnection([], Connect: new(IoStatus.Refused)), 6);
        var transport = new ScriptedTransport([
            ScriptedConnection.Of(First),
            .. refused,
            new ScriptedConnection([Wire.Accepted, Second], SeemsAlive: true),
        ]);
        var clock = new SwiftClock();
        using var client = Opened.Over(transport, Opened.Options with { Clock = clock });
        (await caller.Turn(client)).Next.Must();

        var turn = await caller.Turn(client, Fine);

        Assert.Same(turn.Undelivered, turn.Next.MustFail(ErrorCode.ConnectRefused));
        Assert.Equal(Delivery.NotSent, turn.Undelivered!.Delivery);
        Assert.InRange(clock.Waited, TimeSpan.FromMilliseconds(155), TimeSpan.FromMilliseconds(310));
        Assert.Equal("second", Text((await caller.Turn(client, Fine)).Next.Must()));
    }

    private static ScriptedTransport Connection(params IReadOnlyList<byte[]> pieces) =>
        new(new ScriptedConnection([.. pieces.Select(piece => new ReadOnlyMemory<byte>(piece))], SeemsAlive: true));

    private static string Text(Invocation invocation) => Encoding.UTF8.GetString(invocation.Payload.Span);

    private static IEnumerable<string> Methods(ScriptedTransport transport) =>
        transport.Written.Select(request => Encoding.ASCII.GetString(request).Split(' ')[0]);
}
