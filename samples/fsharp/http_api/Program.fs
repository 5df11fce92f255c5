// HTTP API: one handler behind a function URL, API Gateway or a load balancer; the event's shape says which.
// What the handler decides is a pure function of method and path; the service around it only changes the envelope.
open LambdaClient.FSharp

let answer method (path: string) =
    match method, path with
    | "GET", "/" -> HttpResponse.text "Welcome"
    | "GET", path when path.StartsWith "/hello/" -> HttpResponse.text $"Hello {path.Substring 7}"
    | _, "/" ->
        HttpResponse.text "Only GET"
        |> HttpResponse.withStatus 405
        |> HttpResponse.withHeader "Allow" "GET"
    | _ -> HttpResponse.text "No such page" |> HttpResponse.withStatus 404

let handler =
    lambda {
        match! Event.element with
        | ApiGatewayV2 request
        | FunctionUrl request -> return answer request.Method request.Path |> HttpResponse.toApiGatewayV2
        | ApiGatewayV1 request -> return answer request.Method request.Path |> HttpResponse.toApiGatewayV1
        | Alb request -> return! answer request.Method request.Path |> HttpResponse.toAlb request
        | Malformed error -> return! Error error
        | _ -> return! Lambda.fail "UnknownEvent" "This function answers HTTP requests only"
    }

[<EntryPoint>]
let main _ = Lambda.run handler
