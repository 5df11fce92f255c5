using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Logging;

public sealed class CurrentInvocationTests
{
    [Fact]
    public void Outside_a_handler_there_is_none()
    {
        var logs = new Logs();

        logs.Log.Info("m");

        Assert.Equal(default, Invocation.Current);
        Assert.Equal($"{Logs.Time}\t-\tINFO\tm\n", logs.Text);
    }

    [Fact]
    public async Task Flows_into_what_a_handler_awaits_and_starts_and_not_to_others()
    {
        var logs = new Logs();
        var (one, two) = (Logs.Receive(), Logs.Receive("Lambda-Runtime-Aws-Tenant-Id: t"));

        await Task.WhenAll(Handle(one), Handle(two)).Within();

        Assert.Equal(default, Invocation.Current);
        Assert.Equal(3, Count($"{Logs.Time}\t{Wire.Id}\tINFO\tm"));
        Assert.Equal(3, Count($"{Logs.Time}\t{Wire.Id}\tt\tINFO\tm"));

        int Count(string line) => logs.Text.Split('\n').Count(text => text == line);

        async Task Handle(Invocation invocation)
        {
            Invocation.SetCurrent(invocation);
            logs.Log.Info("m");
            await Task.Run(() => logs.Log.Info("m"));
            var thread = new Thread(() => logs.Log.Info("m"));
            thread.Start();
            Assert.True(thread.Join(Guard.Limit));
            Assert.Equal(invocation, Invocation.Current);
        }
    }

    [Theory, BothCallers]
    public async Task Is_there_while_a_streamed_answer_is_made_and_gone_when_the_next_event_is_waited_for(Caller caller)
    {
        var ids = new List<string>();
        using var client = Opened.Over(Wire.Event(), Wire.Accepted, Wire.Refusal(403, "x"));

        await caller.Serve(
            client,
            _ =>
                Response.Streamed(
                    (_, _) =>
                    {
                        ids.Add(Invocation.Current.RequestId);
                        return Task.CompletedTask;
                    }
                )
        );

        Assert.Equal([Wire.Id], ids);
        Assert.Equal(default, Invocation.Current);
    }
}
