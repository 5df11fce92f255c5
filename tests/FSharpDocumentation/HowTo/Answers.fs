/// docs/fsharp/how-to/answers.md
module LambdaClient.FSharp.Documentation.Tests.HowTo.Answers

open System
open System.Text
open LambdaClient
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open LambdaClient.Testing
open Xunit

let thumbnail (picture: ReadOnlyMemory<byte>) =
    lambda { return! Respond.bytes "image/png" picture }

[<Fact>]
let ``bytes have the media type that is given`` () =
    match (thumbnail (ReadOnlyMemory [| 65uy |]) (Received.Context "{}")).Result with
    | Ok response -> Assert.Equal(("image/png", 1), (response.ContentType, response.Payload.Length))
    | Error error -> failwith $"{error}"

let numbers =
    lambda {
        return!
            Respond.stream "text/plain" (fun stream cancellation ->
                task {
                    for i in 1..3 do
                        do! stream.WriteAsync(ReadOnlyMemory(Encoding.UTF8.GetBytes $"{i}\n"), cancellation)
                })
    }

let private bodyOf handler =
    task {
        let! func = LocalFunction.Start(handler: Handler)
        use _ = func
        let! outcome = func.Invoke "{}"
        return outcome.ContentType, Encoding.UTF8.GetString outcome.Payload.Span
    }

[<Fact>]
let ``a stream arrives whole`` () =
    task {
        let! answered = bodyOf numbers
        Assert.Equal(("text/plain", "1\n2\n3\n"), answered)
    }

let web =
    lambda {
        let prelude =
            Http.status 200 |> Http.contentType "text/html" |> Http.cookie "seen=1"

        return!
            Respond.httpStream prelude (fun stream cancellation ->
                task { do! stream.WriteAsync(ReadOnlyMemory "<p>Hello</p>"B, cancellation) })
    }

[<Fact>]
let ``an HTTP stream has its prelude in front`` () =
    task {
        let! contentType, body = bodyOf web
        Assert.Equal(HttpPrelude.ContentType, contentType)
        Assert.Contains("\"statusCode\":200", body)
        Assert.Contains("seen=1", body)
        Assert.EndsWith("\000<p>Hello</p>", body)
    }
