using System.Text;
using System.Text.Json;
using FsCheck.Fluent;
using LambdaClient.FSharp;
using LambdaClient.Testing;
using Xunit;

namespace LambdaClient.TestingCSharp.Tests;

/// <summary>
/// The testing library as a C# programmer uses it. docs/fsharp/how-to/csharp.md shows parts of it, which the tests of
/// tests/FSharpDocumentation compare with this file.
/// </summary>
public class HandlerTests
{
    private static Result<Response, FunctionError> Handle(Invocation invocation)
    {
        return invocation.Payload.Length > 2
            ? Response.Bytes(invocation.Payload, "application/json")
            : new FunctionError("TooShort", "the event is too short");
    }

    private static Task<Result<Response, FunctionError>> HandleAsync(Invocation invocation, CancellationToken token) =>
        Task.FromResult(Handle(invocation));

    [Fact]
    public void A_handler_runs_on_an_invocation_alone()
    {
        var answered = Handle(Received.Invocation("""{"a":1}"""));
        Assert.True(answered.IsOk);
        Assert.True(Handle(Received.Invocation("{}")).IsError);
    }

    [Fact]
    public async Task A_handler_runs_in_process_against_the_real_client()
    {
        await using var function = await LocalFunction.Start<FunctionError>(HandleAsync);
        var outcome = await function.Invoke("{}");
        Assert.Equal("Function.TooShort", outcome.ErrorType);
        var answered = await function.Invoke("""{"a":1}""");
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(answered.Payload.Span));
    }

    [Fact]
    public void A_handler_is_tried_on_generated_invocations()
    {
        PropertyTest.Check(
            Prop.ForAll(
                LambdaArbitraries.InvocationRequest(),
                request => Handle(Received.Invocation(request)).IsOk == request.Payload.Length > 2
            )
        );
    }

    [Fact]
    public void Generators_are_registered_and_events_are_read()
    {
        var map = ArbMap.Default.Merge<LambdaArbitraries>();

        PropertyTest.Check(
            Prop.ForAll(
                map.ArbFor<SqsEvent>(),
                sent =>
                {
                    var invocation = Received.Invocation(JsonSerializer.Serialize(sent));
                    var batch = JsonSerializer.Deserialize<SqsEvent>(invocation.Payload.Span);
                    return Equals(sent, batch);
                }
            )
        );
    }

    [Fact]
    public void A_failure_shows_its_seed()
    {
        var property = Prop.ForAll(LambdaArbitraries.SqsEvent(), batch => batch.Messages.Length > 20);
        var failure = Assert.Throws<PropertyFailedException>(() => PropertyTest.Check(property));
        Assert.Contains(failure.Replay, failure.Message, StringComparison.Ordinal);
    }
}
