// HTTP API: one handler behind a function URL, API Gateway or a load balancer.
// What the handler decides is a pure function of the request; the service around it only changes the envelope.
open LambdaClient.FSharp

let answer request =
    match request with
    | Route "GET" "/" [] -> HttpResponse.text "Welcome"
    | Route "GET" "/hello/{name}" [ name ] -> HttpResponse.text $"Hello {name}"
    | { Path = "/" } ->
        HttpResponse.text "Only GET"
        |> HttpResponse.withStatus 405
        |> HttpResponse.withHeader "Allow" "GET"
    | _ -> HttpResponse.text "No such page" |> HttpResponse.withStatus 404

let handler =
    lambda {
        let! request = Event.request
        return! answer request |> HttpRequest.respond request
    }

[<EntryPoint>]
let main _ = Lambda.run handler
