/// The pages of docs/fsharp, and what a handler answers to an event.
module internal LambdaClient.FSharp.Documentation.Tests.Pages

open System
open System.IO
open System.Text
open System.Text.RegularExpressions
open System.Threading
open LambdaClient
open LambdaClient.FSharp
open LambdaClient.Testing

let root = Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "../.."))

let read (path: string) =
    File.ReadAllText(Path.Combine(root, path))

/// One fenced block of a page: its language, its lines, and the line of text before it.
type Block =
    {
        Language: string
        Code: string
        Before: string
    }

let blocks (page: string) =
    Regex.Matches(page, @"([^\n]*)\n\n?```([a-z]+)\n(.*?)```", RegexOptions.Singleline)
    |> Seq.map (fun found ->
        {
            Language = found.Groups[2].Value
            Code = found.Groups[3].Value
            Before = found.Groups[1].Value
        })
    |> List.ofSeq

/// The text that a handler answers, or the type of its failure and what it says.
let answerIn context (handler: Handler) =
    match (handler context).WaitAsync(TimeSpan.FromSeconds 30.0).Result with
    | Ok response -> Encoding.UTF8.GetString response.Payload.Span
    | Error error ->
        let report = LambdaError.toFunctionError error
        $"{report.Type}: {report.Message}"

let answer (json: string) handler =
    answerIn (Received.Context json) handler

/// A context whose token, clock and log a test holds.
let contextWith cancellation (log: FunctionLog) (json: string) =
    LambdaContext(
        InvocationDetails.create "request" (ReadOnlyMemory(Encoding.UTF8.GetBytes json)),
        TimeProvider.System,
        log,
        None,
        cancellation
    )

/// What a handler writes to its log.
let logged format level (json: string) handler =
    use sink = new MemoryStream()

    let log =
        FunctionLog.Open(FunctionLogOptions(Sink = sink, Format = Nullable format, Level = Nullable level))

    let invocation = Received.Invocation json

    let answered =
        answerIn (LambdaContext(invocation, log, None, CancellationToken.None)) handler

    answered, Encoding.UTF8.GetString(sink.ToArray()).Replace(invocation.RequestId, "request")
