/// docs/fsharp/how-to/http.md, which shows samples/fsharp/http_api too.
module LambdaClient.FSharp.Documentation.Tests.HowTo.Http

open System.Text
open System.Text.Json
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open LambdaClient.Testing
open Xunit

let hello =
    lambda {
        let! request = Event.json<ApiGatewayV2Request>

        let name =
            request.Query |> Map.tryFind "name" |> Option.defaultValue "whoever you are"

        return! HttpResponse.text $"Hello, {name}" |> HttpResponse.toApiGatewayV2
    }

let private sent (toJson: 'T -> byte[]) values change =
    values
    |> Arb.toGen
    |> Gen.sampleWithSize 10 1
    |> Array.head
    |> change
    |> toJson
    |> Encoding.UTF8.GetString

let private read ofJson json =
    match ofJson (JsonElement.Parse(json: string)) with
    | Ok(response: HttpResponse) -> response
    | Error(error: EventError) -> failwith error.Message

[<Fact>]
let ``a function URL or an HTTP API`` () =
    let asked query =
        sent ApiGatewayV2Request.toJson (MoreArbitraries.FunctionUrlRequest()) (fun request ->
            { request with Query = Map query })

    let bodyOf json =
        (read HttpResponse.ofApiGatewayV2 (answer json hello)).Body

    Assert.Equal(HttpBody.Text "Hello, Ann", bodyOf (asked [ "name", "Ann" ]))
    Assert.Equal(HttpBody.Text "Hello, whoever you are", bodyOf (asked []))

type Item = { Name: string; Price: int }

let add (save: Item -> Lambda<int>) =
    lambda {
        let! request = Event.json<ApiGatewayV2Request>
        let body = (HttpBody.toBytes request.Body).AsMemory()

        match Json.decode<Item> (Json.options ()) body with
        | Error error ->
            return!
                HttpResponse.text (LambdaError.toFunctionError error).Message
                |> HttpResponse.withStatus 400
                |> HttpResponse.toApiGatewayV2
        | Ok item ->
            let! id = save item

            return!
                HttpResponse.empty
                |> HttpResponse.withStatus 201
                |> HttpResponse.withHeader "Location" $"/items/{id}"
                |> HttpResponse.withCookie "last=item; HttpOnly"
                |> HttpResponse.toApiGatewayV2
    }

[<Fact>]
let ``a body of JSON`` () =
    let asked body =
        sent ApiGatewayV2Request.toJson (LambdaArbitraries.ApiGatewayV2Request()) (fun request ->
            { request with
                Body = HttpBody.Text body
            })

    let answered body =
        read HttpResponse.ofApiGatewayV2 (answer (asked body) (add (fun item -> Lambda.ofValue item.Price)))

    let created = answered """{"name":"tea","price":7}"""
    Assert.Equal(201, created.Status)
    Assert.Equal(Some [ "/items/7" ], HttpHeaders.tryFind "location" created.Headers)
    Assert.Equal<string>([ "last=item; HttpOnly" ], created.Cookies)

    let refused = answered """{"name":"tea","price":"much"}"""
    Assert.Equal(400, refused.Status)

    match refused.Body with
    | HttpBody.Text message -> Assert.Contains("$.price", message)
    | other -> failwith $"{other}"

type Basket = { Items: string list }

let putInto (baskets: string -> Basket -> Lambda<int>) =
    lambda {
        let! request = Event.request

        match request, Map.tryFind "session" request.Cookies with
        | Route "PUT" "/basket" [], Some session ->
            let! basket = Event.body<Basket>
            let! count = baskets session basket
            let! response = HttpResponse.jsonOf {| Count = count |}
            return! response |> HttpResponse.withStatus 201 |> HttpRequest.respond request
        | _ ->
            return!
                HttpResponse.text "Who are you?"
                |> HttpResponse.withStatus 401
                |> HttpRequest.respond request
    }

[<Fact>]
let ``JSON in and out, and cookies by name`` () =
    let asked cookies =
        sent ApiGatewayV2Request.toJson (LambdaArbitraries.ApiGatewayV2Request()) (fun request ->
            { request with
                Path = "/basket"
                Cookies = cookies
                Headers = Map.empty
                Body = HttpBody.Text """{"items":["tea","milk"]}"""
                Context =
                    { request.Context with
                        Http =
                            { request.Context.Http with
                                Method = "PUT"
                            }
                    }
            })

    let answered cookies =
        read
            HttpResponse.ofApiGatewayV2
            (answer
                (asked cookies)
                (putInto (fun session basket -> Lambda.ofValue (session.Length + basket.Items.Length))))

    let created = answered [ "session=abc" ]
    Assert.Equal((201, HttpBody.Text """{"count":5}"""), (created.Status, created.Body))
    Assert.Equal(401, (answered [ "other=abc" ]).Status)

let page =
    lambda {
        let! request = Event.json<AlbRequest>

        return!
            HttpResponse.text "gone"
            |> HttpResponse.withStatus 410
            |> HttpResponse.withHeader "Cache-Control" "no-store"
            |> HttpResponse.toAlb request
    }

[<Fact>]
let ``a load balancer`` () =
    for isMultiValue in [ false; true ] do
        let json =
            sent AlbRequest.toJson (LambdaArbitraries.AlbRequest()) (fun request ->
                { request with
                    IsMultiValue = isMultiValue
                })

        use answered = JsonDocument.Parse(answer json page)
        Assert.Equal(410, answered.RootElement.GetProperty("statusCode").GetInt32())

        let name = if isMultiValue then "multiValueHeaders" else "headers"
        Assert.True(answered.RootElement.TryGetProperty name |> fst)
