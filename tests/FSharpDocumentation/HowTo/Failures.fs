/// docs/fsharp/how-to/failures.md
module LambdaClient.FSharp.Documentation.Tests.HowTo.Failures

open System
open System.Collections.Generic
open System.IO
open System.Threading.Tasks
open LambdaClient
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open Xunit

let parse (text: string) : Result<int, string> =
    match Int32.TryParse text with
    | true, n -> Ok n
    | _ -> Error $"{text} is no number"

let successor =
    lambda {
        let! text = Event.json<string>
        let! n = parse text |> Result.mapError (LambdaError.create "NotANumber")
        return! Respond.json (n + 1)
    }

[<Fact>]
let ``a result whose error is mapped`` () =
    Assert.Equal("4", answer "\"3\"" successor)
    Assert.Equal("NotANumber: x is no number", answer "\"x\"" successor)

let store (save: string -> Task<Result<int, string>>) (remind: string -> Task<Result<unit, string>>) =
    lambda {
        let! text = Event.json<string>
        let! id = save text |> Lambda.ofTaskResult (LambdaError.create "SaveError")

        match! remind text |> Lambda.ofTask with
        | Ok() -> ()
        | Error reason -> do! Log.warn $"No reminder: {reason}"

        return! Respond.json id
    }

[<Fact>]
let ``tasks of results with another error`` () =
    let refuse _ = Task.FromResult(Error "disk full")
    let save _ = Task.FromResult(Ok 7)
    Assert.Equal("7", answer "\"a\"" (store save (fun _ -> Task.FromResult(Ok()))))
    Assert.Equal("7", answer "\"a\"" (store save refuse))
    Assert.Equal("SaveError: disk full", answer "\"a\"" (store refuse refuse))

type ShopError =
    | OutOfStock of item: string
    | Closed

    interface IRuntimeApiError with
        member error.ToResponse() =
            match error with
            | OutOfStock item -> FunctionError("OutOfStock", $"There is no {item}")
            | Closed -> FunctionError("Closed", "Come again tomorrow")

let order (reserve: string -> Task<Result<int, ShopError>>) =
    lambda {
        let! item = Event.json<string>
        let! number = reserve item
        return! Respond.json {| Number = number |}
    }

[<Fact>]
let ``an error type that says how it is reported`` () =
    let reserve item =
        Task.FromResult(if item = "tea" then Ok 7 else Error(OutOfStock item))

    Assert.Equal("""{"number":7}""", answer "\"tea\"" (order reserve))
    Assert.Equal("OutOfStock: There is no milk", answer "\"milk\"" (order reserve))
    Assert.Equal("Closed: Come again tomorrow", answer "\"tea\"" (order (fun _ -> Task.FromResult(Error Closed))))

let find (users: Map<string, string>) =
    lambda {
        let! id = Event.json<string>
        let! user = Map.tryFind id users |> Option.orFail "NotFound" $"There is no user {id}"
        return! Respond.json user
    }

[<Fact>]
let ``an option`` () =
    Assert.Equal("\"Ann\"", answer "\"a\"" (find (Map [ "a", "Ann" ])))
    Assert.Equal("NotFound: There is no user b", answer "\"b\"" (find (Map [ "a", "Ann" ])))

let offer (price: Async<int>) (stock: Task<int>) =
    lambda {
        let! price = price
        and! stock = stock
        return! Respond.json {| Price = price; Stock = stock |}
    }

[<Fact>]
let ``two things side by side`` () =
    Assert.Equal("""{"price":1,"stock":2}""", answer "{}" (offer (async { return 1 }) (Task.FromResult 2)))

let priceOrZero (price: string -> Lambda<int>) =
    lambda {
        let! item = Event.json<string>

        match! Lambda.attempt (price item) with
        | Ok cents -> return! Respond.json cents
        | Error _ -> return! Respond.json 0
    }

[<Fact>]
let ``a failure that is looked at`` () =
    Assert.Equal("5", answer "\"tea\"" (priceOrZero (fun _ -> Lambda.ofValue 5)))
    Assert.Equal("0", answer "\"tea\"" (priceOrZero (fun _ -> Lambda.ofResult (Lambda.fail "NoPrice" ""))))

let content (read: string -> Task<string>) =
    lambda {
        let! name = Event.json<string>

        try
            let! text = read name
            return! Respond.text text
        with :? FileNotFoundException ->
            return! Lambda.fail "NoSuchFile" $"There is no file {name}"
    }

[<Fact>]
let ``an exception that becomes a failure`` () =
    Assert.Equal("hello", answer "\"a\"" (content (fun _ -> Task.FromResult "hello")))

    Assert.Equal(
        "NoSuchFile: There is no file a",
        answer "\"a\"" (content (fun _ -> Task.FromException<string>(FileNotFoundException())))
    )

let total (price: string -> Lambda<int>) =
    lambda {
        let! items = Event.json<string list>
        let mutable sum = 0

        for item in items do
            let! cents = price item
            sum <- sum + cents

        return! Respond.json sum
    }

[<Fact>]
let ``a loop ends with its first failure`` () =
    let asked = List<string>()

    let price item =
        lambda {
            asked.Add item

            if item = "gold" then
                return! Lambda.fail "NoPrice" "Gold has none"
            else
                return 2
        }

    Assert.Equal("4", answer """["tea","milk"]""" (total price))
    asked.Clear()
    Assert.Equal("NoPrice: Gold has none", answer """["tea","gold","milk"]""" (total price))
    Assert.Equal<string>([ "tea"; "gold" ], asked)
