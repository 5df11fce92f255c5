/// Contexts made of plain values, and what came of a computation.
module internal LambdaClient.FSharp.Tests.Contexts

open System
open System.IO
open System.Text
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.FSharp

let utf8 (text: string) =
    ReadOnlyMemory(Encoding.UTF8.GetBytes text)

let silent = FunctionLog.Open(FunctionLogOptions(Sink = Stream.Null))

let contextWith cancellation (payload: string) =
    LambdaContext(InvocationDetails.create "request" (utf8 payload), TimeProvider.System, silent, None, cancellation)

let contextOf payload =
    contextWith CancellationToken.None payload

/// Everything of a computation that can be seen from outside.
type Seen<'T> =
    | Value of 'T
    | Failed of string * string
    | Raised of string
    | Cancelled

let see (context: LambdaContext) (computation: Lambda<'T>) =
    let run =
        task {
            try
                match! computation context with
                | Ok value -> return Value value
                | Error error ->
                    let report = LambdaError.toFunctionError error
                    return Failed(report.Type, report.Message)
            with
            | :? OperationCanceledException -> return Cancelled
            | e -> return Raised e.Message
        }

    if run.Wait(TimeSpan.FromSeconds 30.0) then
        run.Result
    else
        failwith "the computation does not end"

let textOf (response: Response) =
    Encoding.UTF8.GetString response.Payload.Span

/// A task that is not done when it is first looked at.
let later value : Task<'T> =
    task {
        do! Task.Yield()
        return value
    }
