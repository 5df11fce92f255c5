/// docs/fsharp/how-to/middleware.md
module LambdaClient.FSharp.Documentation.Tests.HowTo.Middleware

open System
open LambdaClient
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open Xunit

type Order = { Id: string; Cents: int }

let pay =
    lambda {
        let! order = Event.json<Order>
        return! Respond.text $"{order.Id} is paid"
    }

let isPositive =
    lambda {
        let! order = Event.json<Order>

        if order.Cents <= 0 then
            return! Lambda.fail "NothingToPay" $"Order {order.Id} costs nothing"
    }

let orderId =
    lambda {
        let! order = Event.json<Order>
        return Some order.Id
    }

let guarded =
    pay
    |> Middleware.idempotent (IdempotencyStore.inMemory 1000) orderId
    |> Middleware.validate isPositive
    |> Middleware.catch
    |> Middleware.timing (fun context elapsed succeeded -> context.Log.Info $"{elapsed}, success: {succeeded}")

[<Fact>]
let ``handlers around a handler`` () =
    let answered, log =
        logged FunctionLogFormat.Text FunctionLogLevel.Info """{"id":"a","cents":1}""" guarded

    Assert.Equal("a is paid", answered)
    Assert.Contains("success: True", log)

    let answered, log =
        logged FunctionLogFormat.Text FunctionLogLevel.Info """{"id":"b","cents":0}""" guarded

    Assert.Equal("NothingToPay: Order b costs nothing", answered)
    Assert.Contains("success: False", log)

let onlyBy (tenant: string) : Middleware =
    fun handler ->
        lambda {
            let! context = Lambda.context

            if context.TenantId = Some tenant then
                return! handler
            else
                return! Lambda.fail "WrongTenant" $"This function serves {tenant}"
        }

[<Fact>]
let ``one of your own`` () =
    let handler = pay |> onlyBy "blue"
    Assert.Equal("WrongTenant: This function serves blue", answer """{"id":"a","cents":1}""" handler)

    let context =
        { InvocationDetails.create "request" (ReadOnlyMemory """{"id":"a","cents":1}"""B) with
            TenantId = Some "blue"
        }
        |> LambdaClient.Testing.Received.Context

    Assert.Equal("a is paid", answerIn context handler)

let apologetic handler =
    handler
    |> Middleware.catch
    |> Middleware.recover (fun error ->
        lambda {
            do! Log.failure FunctionLogLevel.Error "no page" error

            return!
                HttpResponse.text "Sorry"
                |> HttpResponse.withStatus 500
                |> HttpResponse.toApiGatewayV2
        })

[<Fact>]
let ``an answer in place of a failure`` () =
    let broken: Handler = lambda { return failwith "broken" }

    let answered, log =
        logged FunctionLogFormat.Text FunctionLogLevel.Info "{}" (apologetic broken)

    Assert.Contains("\"statusCode\":500", answered)
    Assert.Contains("broken", log)
