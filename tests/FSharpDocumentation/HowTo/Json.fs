/// docs/fsharp/how-to/json.md, which shows samples/fsharp/aot too.
module LambdaClient.FSharp.Documentation.Tests.HowTo.Json

open System
open System.IO
open System.Text
open System.Text.Json
open System.Threading
open LambdaClient
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open Xunit

type Size =
    | Small
    | Large

type OrderId = OrderId of int

type Drink =
    | Water
    | Tea of size: Size * sugar: int option

type Order =
    {
        OrderId: OrderId
        Drink: Drink
        Note: string option
    }

let private page = lazy read "docs/fsharp/how-to/json.md"

let private shown (code: string) (value: 'T) =
    match Json.encode (Json.options ()) value with
    | Ok json ->
        let json = Encoding.UTF8.GetString json.Span
        Assert.Contains($"| `{code}` | `{json}` |", page.Value)
        Assert.Equal(Ok value, Json.decode<'T> (Json.options ()) (ReadOnlyMemory(Encoding.UTF8.GetBytes json)))
    | Error error -> failwith $"{error}"

[<Fact>]
let ``what F# is as JSON`` () =
    shown
        "{ OrderId = OrderId 7; Drink = Water; Note = None }"
        {
            OrderId = OrderId 7
            Drink = Water
            Note = None
        }

    shown "Large" Large
    shown "Tea(Small, Some 2)" (Tea(Small, Some 2))
    shown "OrderId 7" (OrderId 7)
    shown "(1, \"a\")" (1, "a")
    shown "DayOfWeek.Monday" DayOfWeek.Monday
    shown "[ 1; 2 ]" [ 1; 2 ]
    shown "set [ 1; 2 ]" (set [ 1; 2 ])
    shown "Map [ \"a\", 1 ]" (Map [ "a", 1 ])

let taken =
    lambda {
        let! order = Event.json<Order>
        return! Respond.text $"{order.Drink}"
    }

[<Fact>]
let ``what cannot be read names the place`` () =
    Assert.Equal("Water", answer """{"orderId":7,"drink":{"$type":"Water"}}""" taken)

    let failure =
        answer """{"orderId":7,"drink":{"$type":"Tea","size":"Small","sugar":"two"}}""" taken

    Assert.Equal("DecodeError: $.drink.sugar (line 1, byte 60) is a string, not a 32-bit integer", failure)
    Assert.Contains($"`{failure}`", page.Value)

let snakeCase =
    JsonSerializerOptions(Json.options (), PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower)

let serve handler =
    Runtime.defaults |> Runtime.withJson snakeCase |> Runtime.run handler

[<Fact>]
let ``options of your own`` () =
    let context =
        LambdaContext(
            InvocationDetails.create "request" (ReadOnlyMemory """{"order_id":7,"drink":{"$type":"Water"}}"""B),
            TimeProvider.System,
            FunctionLog.Open(FunctionLogOptions(Sink = Stream.Null)),
            Some snakeCase,
            CancellationToken.None
        )

    Assert.Equal("Water", answerIn context taken)
