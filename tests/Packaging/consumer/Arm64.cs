// Answers only on the processor that it was compiled for.
using System.Runtime.InteropServices;
using LambdaClient;

return Bootstrap.Run<FunctionError>(Handle).IsError ? 1 : 0;

static Result<Response, FunctionError> Handle(Invocation invocation) =>
    RuntimeInformation.ProcessArchitecture == Architecture.Arm64
        ? Response.Json("{\"surname\":\"Doe\"}"u8.ToArray())
        : new FunctionError("Machine", RuntimeInformation.RuntimeIdentifier);
