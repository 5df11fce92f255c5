/// What docs/fsharp shows, compiled; DocumentationTests compares the two.
module internal LambdaClient.FSharp.Tests.Snippets

open System
open System.Text
open System.Threading.Tasks
open LambdaClient.FSharp

type Person = { Name: string }
type Answer = { Surname: string }

let handler =
    lambda {
        match! Event.json<Person> with
        | { Name = "John" } -> return! Respond.json { Surname = "Doe" }
        | _ -> return! Lambda.fail "InvalidNameError" "Invalid first name"
    }

let parse (text: string) : Result<int, string> =
    match Int32.TryParse text with
    | true, n -> Ok n
    | _ -> Error $"{text} is no number"

let total =
    lambda {
        let! text = Event.json<string>
        let! n = parse text |> Result.mapError (LambdaError.create "NotANumber")
        return! Respond.json (n + 1)
    }

let find (users: Map<string, Person>) =
    lambda {
        let! id = Event.json<string>
        let! user = Map.tryFind id users |> Option.orFail "NotFound" "There is no such user"
        return! Respond.json user
    }

let both (price: Async<int>) (stock: Task<int>) =
    lambda {
        let! price = price
        and! stock = stock
        return! Respond.json {| Price = price; Stock = stock |}
    }

let patient =
    lambda {
        let! token = Lambda.cancellation
        let! left = Lambda.remainingTime
        do! Log.info $"{left} left"
        do! Task.Delay(10, token)
        return! Respond.text "done"
    }

let lines =
    lambda {
        return!
            Respond.stream "text/plain" (fun stream cancellation ->
                task {
                    for i in 1..3 do
                        do! stream.WriteAsync(ReadOnlyMemory(Encoding.UTF8.GetBytes $"{i}\n"), cancellation)
                })
    }

let notFound =
    lambda { return! Respond.http (Http.status 404 |> Http.header "X-Reason" "gone") ReadOnlyMemory.Empty }

let start handler =
    Runtime.defaults
    |> Runtime.withInit (fun _ -> task { eprintfn "tables are read here; an exception is an init error" })
    |> Runtime.onShutdown (fun _ -> task { eprintfn "what is buffered is written here" })
    |> Runtime.run handler

let guarded (handler: Handler) =
    handler
    |> Middleware.idempotent
        (IdempotencyStore.inMemory 1000)
        (lambda {
            let! id = Lambda.requestId
            return Some id
        })
    |> Middleware.catch
    |> Middleware.timing (fun context elapsed _ -> context.Log.Info $"took {elapsed}")
