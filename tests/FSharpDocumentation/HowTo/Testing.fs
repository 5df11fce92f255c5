/// docs/fsharp/how-to/testing.md
module LambdaClient.FSharp.Documentation.Tests.HowTo.Testing

open System
open System.Text
open FsCheck.FSharp
open LambdaClient
open LambdaClient.Emulator
open LambdaClient.Emulator.Faults
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open LambdaClient.Testing
open Xunit

type Person = { Name: string }
type Answer = { Surname: string }

let handler =
    lambda {
        match! Event.json<Person> with
        | { Name = "John" } -> return! Respond.json { Surname = "Doe" }
        | _ -> return! Lambda.fail "InvalidNameError" "Invalid first name"
    }

[<Fact>]
let ``John is known`` () =
    task {
        match! handler (Received.Context """{"name": "John"}""") with
        | Ok response -> Assert.Equal("""{"surname":"Doe"}""", Encoding.UTF8.GetString response.Payload.Span)
        | Error error -> failwith (LambdaError.toFunctionError error).Message
    }

[<Fact>]
let ``A tenant is seen`` () =
    let details =
        { InvocationDetails.create "request-1" (ReadOnlyMemory "{}"B) with
            TenantId = Some "blue"
        }

    Assert.Equal(Some "blue", (Received.Context details).TenantId)

[<Fact>]
let ``Mary is reported as the service reports her`` () =
    task {
        let! func = LocalFunction.Start handler
        use _ = func
        let! outcome = func.Invoke """{"name": "Mary"}"""
        Assert.Equal("Function.InvalidNameError", outcome.ErrorType)
    }

[<Fact>]
let ``An answer that is lost on the way is not the end`` () =
    task {
        let! func =
            LocalFunction.Start(handler, EmulatorOptions(Timeout = TimeSpan.FromSeconds 10.0))

        use _ = func
        func.Emulator.Faults.Add(Fault(Call = FaultCall.Response, Kind = FaultKind.Reset))
        let! _ = func.Invoke """{"name": "John"}"""
        let! second = func.Invoke """{"name": "John"}"""
        Assert.True second.IsSuccess
    }

let ship (message: SqsMessage) =
    lambda {
        if message.Body = "" then
            return! Lambda.fail "EmptyOrder" "an order must say what is wanted"
    }

[<Fact>]
let ``Every message is accounted for`` () =
    Prop.forAll (LambdaArbitraries.SqsEvent()) (fun event ->
        task {
            let context = Received.Context "{}"

            match! Batch.run 4 ship (Batch.ofSqs event) context with
            | Ok report -> return report.Succeeded.Length + report.ItemIdentifiers.Length = event.Messages.Length
            | Error _ -> return false
        })
    |> PropertyTest.Check

[<Fact>]
let ``Whoever comes gets an answer or a named failure`` () =
    Prop.forAll (ArbMap.defaults |> ArbMap.arbitrary<string>) (fun name ->
        task {
            let json = Text.Json.JsonSerializer.Serialize {| name = name |}

            match! handler (Received.Context json) with
            | Ok _ -> return name = "John"
            | Error(LambdaError.Failed(errorType, _)) -> return errorType = "InvalidNameError"
            | Error(LambdaError.Undecodable _) -> return isNull name
            | Error _ -> return false
        })
    |> PropertyTest.Check
