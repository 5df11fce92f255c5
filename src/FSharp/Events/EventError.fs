namespace LambdaClient.FSharp

open LambdaClient

type EventError =
    {
        Path: string
        Problem: string
    }

    member error.Message =
        $"the event is not as its service sends it: {error.Path} {error.Problem}"

    interface IRuntimeApiError with
        member error.ToResponse() =
            FunctionError(nameof EventError, error.Message)
