/// docs/fsharp/how-to/deadline.md
module LambdaClient.FSharp.Documentation.Tests.HowTo.Deadline

open System
open System.IO
open System.Net.Http
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.Emulator
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open LambdaClient.Testing
open Xunit

let page (client: HttpClient) (address: string) =
    lambda {
        let! token = Lambda.cancellation
        let! text = client.GetStringAsync(address, token)
        return! Respond.text text
    }

type private Server(answer: HttpRequestMessage -> CancellationToken -> Task<HttpResponseMessage>) =
    inherit HttpMessageHandler()
    override _.SendAsync(request, cancellation) = answer request cancellation

[<Fact>]
let ``a call that is given the token`` () =
    use quick =
        new HttpClient(
            new Server(fun _ _ -> Task.FromResult(new HttpResponseMessage(Content = new StringContent "page")))
        )

    Assert.Equal("page", answer "{}" (page quick "http://localhost/"))

    task {
        use endless =
            new HttpClient(
                new Server(fun _ cancellation ->
                    task {
                        do! Task.Delay(Timeout.Infinite, cancellation)
                        return new HttpResponseMessage()
                    })
            )

        let! func =
            LocalFunction.Start(page endless "http://localhost/", EmulatorOptions(Timeout = TimeSpan.FromSeconds 1.0))

        use _ = func
        let! outcome = func.Invoke "{}"
        Assert.Equal("Function.TaskCanceledException", outcome.ErrorType)
    }

let priceOr (ask: string -> Lambda<int>) (usual: int) =
    lambda {
        let! item = Event.json<string>

        match! ask item |> Lambda.timeout (TimeSpan.FromMilliseconds 500.0) |> Lambda.attempt with
        | Ok price -> return! Respond.json price
        | Error _ -> return! Respond.json usual
    }

[<Fact>]
let ``a time limit for a part`` () =
    Assert.Equal("7", answer "\"tea\"" (priceOr (fun _ -> Lambda.ofValue 7) 5))
    Assert.Equal("5", answer "\"tea\"" (priceOr (fun _ -> Lambda.ofTask (TaskCompletionSource<int>().Task)) 5))

let asManyAsFit (resize: string -> Lambda<unit>) =
    lambda {
        let! pictures = Event.json<string list>
        let! token = Lambda.cancellation
        let mutable left = pictures

        while not (List.isEmpty left || token.IsCancellationRequested) do
            do! resize (List.head left)
            left <- List.tail left

        return! Respond.json {| Left = left |}
    }

[<Fact>]
let ``what was not done in time is named`` () =
    use stop = new CancellationTokenSource()

    let resize picture =
        lambda {
            if picture = "b" then
                stop.Cancel()
        }

    let log = FunctionLog.Open(FunctionLogOptions(Sink = Stream.Null))
    let context = contextWith stop.Token log """["a","b","c"]"""
    Assert.Equal("""{"left":["c"]}""", answerIn context (asManyAsFit resize))

let hurry =
    lambda {
        match! Lambda.remainingTime with
        | Some left when left < TimeSpan.FromSeconds 2.0 -> return! Respond.text "a short answer"
        | _ -> return! Respond.text "a long answer"
    }

[<Fact>]
let ``the time that is left`` () =
    let context (seconds: float) =
        { InvocationDetails.create "request" ReadOnlyMemory.Empty with
            Deadline = Some(DateTimeOffset.UtcNow.AddSeconds seconds)
        }
        |> Received.Context

    Assert.Equal("a short answer", answerIn (context 1.0) hurry)
    Assert.Equal("a long answer", answerIn (context 60.0) hurry)
    Assert.Equal("a long answer", answer "{}" hurry)

let withLongerMargin handler =
    Runtime.defaults
    |> Runtime.withDeadlineMargin (TimeSpan.FromSeconds 1.0)
    |> Runtime.run handler
