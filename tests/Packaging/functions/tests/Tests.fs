module Tests

open System.Text
open LambdaClient.Testing
open Xunit

[<Fact>]
let ``Both functions answer`` () =
    task {
        let! first = First.handler (Received.Context """{"name":"Ann"}""")
        let! second = Second.handler (Received.Context """{"name":"Ann"}""")

        match first, second with
        | Ok first, Ok second ->
            Assert.Equal("\"Hello Ann\"", Encoding.UTF8.GetString first.Payload.Span)
            Assert.Equal("\"Goodbye Ann\"", Encoding.UTF8.GetString second.Payload.Span)
        | _ -> Assert.Fail "a handler failed"
    }
