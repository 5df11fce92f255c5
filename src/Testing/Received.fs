namespace LambdaClient.Testing

open System
open System.Globalization
open System.IO
open System.Text
open System.Threading
open LambdaClient
open LambdaClient.Emulator
open LambdaClient.FSharp
open LambdaClient.Transports

/// A connection that takes whatever is written and gives one answer.
type private AnsweredTransport(answer: byte[]) =
    inherit Transport()
    let mutable place = 0

    override _.Connect(_, _) = IoResult.Done()

    override _.Write(bytes: Outgoing, _: TimeSpan) = IoResult.Done bytes

    override _.IsStale() = false
    override _.Abort() = ()
    override _.Close() = ()

    override _.Read(buffer, _) =
        let count = min buffer.Length (answer.Length - place)
        answer.AsMemory(place, count).CopyTo buffer
        place <- place + count
        IoResult.Done count

module private Answer =
    let private line (name: string, value: string) =
        if String.IsNullOrEmpty value then
            ""
        elif value |> Seq.exists Char.IsControl then
            invalidArg "request" $"{name} contains a control character; no header can carry it."
        else
            $"{name}: {value}\r\n"

    let write (request: InvocationRequest) =
        let deadline = DateTimeOffset.UtcNow.AddMinutes(1.0).ToUnixTimeMilliseconds()

        let requestId =
            if String.IsNullOrEmpty request.RequestId then
                Guid.NewGuid().ToString()
            else
                request.RequestId

        let head =
            [
                "Lambda-Runtime-Aws-Request-Id", requestId
                "Lambda-Runtime-Deadline-Ms", deadline.ToString CultureInfo.InvariantCulture
                "Lambda-Runtime-Invoked-Function-Arn", request.InvokedFunctionArn
                "Lambda-Runtime-Trace-Id", request.TraceId
                "Lambda-Runtime-Client-Context", request.ClientContext
                "Lambda-Runtime-Cognito-Identity", request.CognitoIdentity
                "Lambda-Runtime-Aws-Tenant-Id", request.TenantId
                "Content-Type", request.ContentType
                "Content-Length", request.Payload.Length.ToString CultureInfo.InvariantCulture
            ]
            |> List.map line
            |> String.concat ""

        Array.append (Encoding.UTF8.GetBytes $"HTTP/1.1 200 OK\r\n{head}\r\n") (request.Payload.ToArray())

[<AbstractClass; Sealed>]
type Received =
    static let silent = FunctionLog.Open(FunctionLogOptions(Sink = Stream.Null))

    static member Invocation(request: InvocationRequest) : Invocation =
        let answer = Answer.write request

        let options =
            RuntimeClientOptions(
                Endpoint = "127.0.0.1:1",
                MaxEventBytes = max 1 request.Payload.Length,
                Transport = fun () -> new AnsweredTransport(answer)
            )

        let invocation =
            RuntimeClient
                .Open(options)
                .Bind(fun client -> client.Next())
                .Match((fun invocation -> invocation), (fun error -> invalidArg "request" error.Message))

        invocation

    static member Invocation(json: string) : Invocation =
        Received.Invocation(InvocationRequest(Payload = ReadOnlyMemory(Encoding.UTF8.GetBytes json)))

    static member Context(details: InvocationDetails) =
        LambdaContext(details, TimeProvider.System, silent, None, CancellationToken.None)

    static member Context(json: string) =
        InvocationDetails.create (Guid.NewGuid().ToString()) (ReadOnlyMemory(Encoding.UTF8.GetBytes json))
        |> Received.Context
