using System.Collections.Concurrent;
using System.Text;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Runtime;

/// <summary>Pollers side by side.</summary>
public sealed class ConcurrencyTests
{
    [Theory]
    [BothCallers(1, 2, 16)]
    public async Task The_environment_says_how_many_poll(Caller caller, int number)
    {
        await using var service = new BootstrapService();
        using var stop = new CancellationTokenSource();

        var serving = caller.Bootstrap(_ => default(Response), Concurrent(service, $"{number}"), stop.Token);
        await service.Parked(number);
        await stop.CancelAsync();

        await serving.Must();
        Assert.Equal((number, number), (service.Calls.Count, service.Server.Accepted));
    }

    [Theory, BothCallers]
    public async Task An_empty_number_is_as_good_as_none(Caller caller)
    {
        await using var service = new BootstrapService();
        using var stop = new CancellationTokenSource();

        var serving = caller.Bootstrap(_ => default(Response), Concurrent(service, ""), stop.Token);
        await service.Parked(1);
        await stop.CancelAsync();

        await serving.Must();
        Assert.Equal(1, service.Server.Accepted);
    }

    [Theory]
    [BothCallers("0", "-1", "many", "10001", "1.5", "99999999999")]
    public async Task A_number_that_is_none_is_named(Caller caller, string value)
    {
        await using var service = new BootstrapService();

        var error = (await caller.Bootstrap(_ => default(Response), Concurrent(service, value))).MustFail(
            ErrorCode.OptionInvalid
        );

        Assert.Contains(value, error.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_LAMBDA_MAX_CONCURRENCY", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [BothCallers(0, 10_001)]
    public async Task An_option_out_of_range_is_named(Caller caller, int value)
    {
        var options = new BootstrapOptions { Client = Opened.Options, Concurrency = value };

        (await caller.Bootstrap(_ => default(Response), options)).MustFail(ErrorCode.OptionInvalid);
    }

    [Theory, BothCallers]
    public async Task Blocking_handlers_do_not_starve_the_polls(Caller caller)
    {
        const int Pollers = 32;
        await using var service = new BootstrapService(
            Enumerable.Range(0, Pollers).Select(number => Wire.Event(id: $"id-{number}"))
        );
        using var stop = new CancellationTokenSource();
        using var together = new Barrier(Pollers);

        // Every handler blocks its thread until all of them are inside.
        var serving = caller.Bootstrap(
            _ => together.SignalAndWait(Guard.Limit) ? default(Response) : new FunctionError("Alone", "starved"),
            service.Options with
            {
                Concurrency = Pollers,
                ForceConcurrency = true,
            },
            stop.Token
        );
        await service.Parked(Pollers);
        await stop.CancelAsync();

        await serving.Must();
        Assert.DoesNotContain(service.Calls, call => call.EndsWith("/error", StringComparison.Ordinal));
    }

    [Theory, BothCallers]
    public async Task Each_answer_goes_to_its_own_invocation(Caller caller)
    {
        const int Events = 2000;
        await using var service = new BootstrapService(
            Enumerable.Range(0, Events).Select(number => Wire.Event($"nonce {number}", $"id-{number}"))
        );
        using var stop = new CancellationTokenSource();

        var serving = caller.Bootstrap(
            event_ => Response.Text(Encoding.UTF8.GetString(event_.Payload.Span)),
            service.Options with
            {
                Concurrency = 16,
                ForceConcurrency = true,
            },
            stop.Token
        );
        await service.Parked(16);
        await stop.CancelAsync();

        await serving.Must();
        var answers = service
            .Server.Requests.Where(request => request.Call != Paths.Next)
            .Select(request => (request.Call.Split('/')[4], Encoding.UTF8.GetString(request.Body)));
        Assert.Equal(
            Enumerable.Range(0, Events).Select(number => ($"id-{number}", $"nonce {number}")).Order(),
            answers.Order()
        );
    }

    [Theory, BothCallers]
    public async Task A_refused_poll_is_made_again_with_a_pause(Caller caller)
    {
        await using var service = new BootstrapService();
        service.Answer(Paths.Next, Wire.Refusal(403, "InvalidStateTransition"));
        ConcurrentQueue<ApiError> survived = [];
        var options = Concurrent(service, "2") with
        {
            Loop = new RuntimeLoopOptions { MaxAttempts = 3, OnError = survived.Enqueue },
        };

        (await caller.Bootstrap(_ => default(Response), options)).MustFail(ErrorCode.StateTransitionRejected);

        Assert.InRange(survived.Count, 2, 4);
    }

    [Theory, BothCallers]
    public async Task A_poller_that_cannot_go_on_ends_the_others(Caller caller)
    {
        await using var service = new BootstrapService(
            Wire.Event(id: "id-1"),
            Wire.Refusal(500, "InternalServerError", "container")
        );

        // The event's own poller and the others have nothing more to do; the refused one takes them along.
        var result = await caller.Bootstrap(
            _ => default(Response),
            service.Options with
            {
                Concurrency = 4,
                ForceConcurrency = true,
            }
        );

        result.MustFail(ErrorCode.ContainerError);
    }

    [Theory, BothCallers]
    public async Task A_callback_that_throws_ends_all_pollers_with_an_error(Caller caller)
    {
        await using var service = new BootstrapService(Wire.Event());
        service.Answer($"POST /2018-06-01/runtime/invocation/{Wire.Id}/response", Wire.Refusal(410, "InvokeTimeout"));
        var options = service.Options with
        {
            Concurrency = 3,
            ForceConcurrency = true,
            Loop = new RuntimeLoopOptions { OnError = _ => throw new InvalidOperationException("callback") },
        };

        var error = (await caller.Bootstrap(_ => default(Response), options)).MustFail(ErrorCode.InternalError);

        Assert.Contains("callback", error.Message, StringComparison.Ordinal);
    }

    private static BootstrapOptions Concurrent(BootstrapService service, string number)
    {
        var options = service.Options;
        return options with
        {
            Client = options.Client with { Variable = name => name == "AWS_LAMBDA_MAX_CONCURRENCY" ? number : null },
        };
    }
}
