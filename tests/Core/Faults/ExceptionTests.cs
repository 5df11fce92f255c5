using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Faults;

/// <summary>A transport breaks its promise and throws in the middle of a call: nothing of that call is left for the next one.</summary>
public sealed class ExceptionTests
{
    [Fact]
    public void The_rest_of_an_event_is_not_taken_for_another_event()
    {
        var smuggled = Wire.Event("smuggled");
        var transport = new ThrowingTransport(
            isBroken: (reads, _) => reads == 2,
            new ScriptedConnection([Wire.Event("torn").AsMemory(..^2), smuggled], SeemsAlive: true),
            ScriptedConnection.Of(Wire.Event("served"))
        );
        using var client = Opened.Over(transport);
        Assert.Throws<NotSupportedException>(() => client.Next());

        var invocation = client.Next().Must();

        Assert.Equal("served"u8.ToArray(), invocation.Payload.ToArray());
        Assert.Equal(2, transport.Inner.Connects);
    }

    [Fact]
    public void An_answer_that_may_have_arrived_is_not_sent_again()
    {
        var transport = new ThrowingTransport(
            isBroken: (_, writes) => writes == 2,
            new ScriptedConnection([Wire.Event(), Wire.Accepted], SeemsAlive: true),
            ScriptedConnection.Of(Wire.Accepted)
        );
        using var client = Opened.Over(transport);
        var invocation = client.Next().Must();
        Assert.Throws<NotSupportedException>(() => client.Respond(invocation, default));

        client.Respond(invocation, default).MustFail(ErrorCode.AlreadyAnswered);
    }

    private sealed class ThrowingTransport(Func<int, int, bool> isBroken, params ScriptedConnection[] connections)
        : Transport
    {
        private int _reads;

        public ScriptedTransport Inner { get; } = new(connections);

        public override IoResult Connect(Endpoint endpoint, TimeSpan timeout) => Inner.Connect(endpoint, timeout);

        public override IoResult Write(Outgoing bytes, TimeSpan limit) => Inner.Write(bytes, limit);

        public override IoResult Read(Memory<byte> buffer, TimeSpan limit) =>
            isBroken(++_reads, Inner.Written.Count) ? throw new NotSupportedException() : Inner.Read(buffer, limit);

        public override bool IsStale() => false;

        public override void Abort() => Inner.Abort();

        public override void Close() => Inner.Close();
    }
}
