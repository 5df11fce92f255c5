using System.Text.Json;
using LambdaClient;

return Bootstrap.Run<FunctionError>(Handle).IsOk ? 0 : 1;

static Result<Response, FunctionError> Handle(Invocation invocation)
{
    using var person = JsonDocument.Parse(invocation.Payload);
    return Response.Json($"\"Welcome {person.RootElement.GetProperty("name").GetString()}\"");
}
