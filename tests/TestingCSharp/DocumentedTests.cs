using System.Text.Json;
using FsCheck.Fluent;
using LambdaClient.FSharp;
using LambdaClient.Testing;
using Xunit;

namespace LambdaClient.TestingCSharp.Tests;

/// <summary>What docs/fsharp/how-to/csharp.md shows; the tests of tests/FSharpDocumentation compare the two.</summary>
public class DocumentedTests
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
    public void An_invocation_alone()
    {
        var answered = Handle(Received.Invocation("""{"a":1}"""));
        Assert.True(answered.IsOk);
    }

    [Fact]
    public async Task The_real_client()
    {
        await using var function = await LocalFunction.Start<FunctionError>(HandleAsync);
        var outcome = await function.Invoke("{}");
        Assert.Equal("Function.TooShort", outcome.ErrorType);
    }

    [Fact]
    public void Generated_events()
    {
        PropertyTest.Check(
            Prop.ForAll(
                LambdaArbitraries.InvocationRequest(),
                request => Handle(Received.Invocation(request)).IsOk == request.Payload.Length > 2
            )
        );
    }

    [Fact]
    public void All_generators_and_a_record_that_is_read()
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
}
