/// A handler in this process: against the emulator, and against a context alone.
module LambdaClient.Testing.Tests.HarnessTests

open System
open System.Text
open System.Threading.Tasks
open FsCheck.FSharp
open LambdaClient.Emulator
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

type Person = { Name: string }
type Answer = { Surname: string }

let private handler: Handler =
    lambda {
        match! Event.json<Person> with
        | { Name = "John" } -> return! Respond.json { Surname = "Doe" }
        | _ -> return! Lambda.fail "InvalidNameError" "Invalid first name"
    }

[<Fact>]
let ``Answers and failures come back as the service gives them`` () =
    task {
        let! running = LocalFunction.Start handler
        use func = running
        let! answered = func.Invoke """{"name": "John"}"""
        Assert.True answered.IsSuccess
        Assert.Equal("""{"surname":"Doe"}""", Encoding.UTF8.GetString answered.Payload.Span)
        let! failed = func.Invoke """{"name": "Mary"}"""
        Assert.False failed.IsSuccess
        Assert.Equal("Function.InvalidNameError", failed.ErrorType)
    }

[<Fact>]
let ``The settings are the function's`` () =
    task {
        let forever: Handler =
            fun context ->
                task {
                    do! Task.Delay(-1, context.Cancellation)
                    return Error(LambdaError.create "Late" "")
                }

        let! running =
            LocalFunction.Start(forever, EmulatorOptions(Timeout = TimeSpan.FromMilliseconds 300.0))

        use func = running
        let! outcome = func.Invoke "{}"
        Assert.False outcome.IsSuccess
    }

[<Fact>]
let ``The context of the request reaches the handler`` () =
    let told: Handler =
        lambda {
            let! context = Lambda.context
            return! Respond.text $"{context.TenantId} {context.CognitoIdentity.Value.IdentityId}"
        }

    task {
        let! running = LocalFunction.Start told
        use func = running

        let! outcome =
            func.Invoke(InvocationRequest(TenantId = "t", CognitoIdentity = """{"cognitoIdentityId":"i"}"""))

        Assert.Equal("Some(t) i", Encoding.UTF8.GetString outcome.Payload.Span)
    }

[<Fact>]
let ``An echo returns any event, through the emulator`` () =
    let echo: Handler =
        lambda {
            let! bytes = Event.bytes
            return! Respond.bytes "application/json" bytes
        }

    let func = (LocalFunction.Start echo).Result

    try
        Prop.forAll (LambdaArbitraries.InvocationRequest()) (fun request ->
            task {
                let! outcome = func.Invoke request
                return outcome.Payload.Span.SequenceEqual request.Payload.Span
            })
        |> PropertyTest.Check
    finally
        (func :> IAsyncDisposable).DisposeAsync().AsTask().Wait()

[<Fact>]
let ``A context alone is enough`` () =
    task {
        match! handler (Received.Context """{"name": "John"}""") with
        | Ok response -> Assert.Equal("""{"surname":"Doe"}""", Encoding.UTF8.GetString response.Payload.Span)
        | Error error -> failwith $"{error}"
    }

[<Fact>]
let ``A request that no header can carry is refused`` () =
    Assert.Throws<ArgumentException>(fun () -> Received.Invocation(InvocationRequest(TenantId = "a\r\nb")) |> ignore)
    |> ignore

exception OutOfStock of item: string with
    override this.Message = $"There is no {this.item}"

[<Fact>]
let ``An exception is reported with its F# name, as Runtime.run reports it`` () =
    let broken: Handler = lambda { return raise (OutOfStock "tea") }

    task {
        let! running = LocalFunction.Start broken
        use func = running
        let! outcome = func.Invoke "{}"

        Assert.Contains(
            "\"errorType\":\"LambdaClient.Testing.Tests.HarnessTests.OutOfStock\"",
            Encoding.UTF8.GetString outcome.Payload.Span
        )
    }
