// Surname: an event with a first name is answered with a surname, and anybody but John gets an error.
// A failure is a value: the handler returns it, and the loop reports it with its own type and message.
// The loop ends when the service can no longer be reached or refuses to go on; the exit status tells.
using System.Text.Json;
using LambdaClient;
using Samples.Surname;

var options = new BootstrapOptions { Loop = new RuntimeLoopOptions { OnError = Report } };
if (Bootstrap.Run<InvalidNameError>(Handle, options).TryGet(out _, out var error))
{
    return 0;
}

Report(error);
return 1;

static void Report(ApiError error) => Console.Error.WriteLine(error.Message);

static Result<Response, InvalidNameError> Handle(Invocation invocation)
{
    var person = JsonSerializer.Deserialize<Person>(invocation.Payload.Span, JsonSerializerOptions.Web);
    if (person?.Name != "John")
    {
        return new InvalidNameError("Invalid first name");
    }

    return Response.Json(JsonSerializer.Serialize(new FamilyName("Doe"), JsonSerializerOptions.Web));
}

namespace Samples.Surname
{
    internal sealed record Person(string Name);

    internal sealed record FamilyName(string Surname);

    internal sealed record InvalidNameError(string Message) : IRuntimeApiError
    {
        public FunctionError ToResponse() => new(nameof(InvalidNameError), Message);
    }
}
