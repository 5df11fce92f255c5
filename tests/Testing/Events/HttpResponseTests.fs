/// The three forms in which a response is sent whole.
module LambdaClient.Testing.Tests.HttpResponseTests

open System.Collections.Immutable
open System.Text
open System.Text.Json
open LambdaClient.FSharp
open Xunit

let private jsonOf (response: Response) =
    Encoding.UTF8.GetString response.Payload.Span

let private response =
    HttpResponse.text "hi"
    |> HttpResponse.withStatus 201
    |> HttpResponse.withHeader "X-A" "1"
    |> HttpResponse.withHeader "X-A" "2"
    |> HttpResponse.withCookie "a=1"
    |> HttpResponse.withCookie "b=2"

[<Fact>]
let ``Payload format 2.0`` () =
    Assert.Equal(
        """{"statusCode":201,"headers":{"Content-Type":"text/plain; charset=utf-8","X-A":"1, 2"},"cookies":["a=1","b=2"],"body":"hi","isBase64Encoded":false}""",
        jsonOf (HttpResponse.toApiGatewayV2 response)
    )

[<Fact>]
let ``Payload format 1.0 keeps every value and reads itself`` () =
    let json = jsonOf (HttpResponse.toApiGatewayV1 response)
    Assert.Equal(Ok response, HttpResponse.ofApiGatewayV1 (JsonElement.Parse json))

    Assert.Contains(
        "\"multiValueHeaders\":{\"Content-Type\":[\"text/plain; charset=utf-8\"],\"Set-Cookie\":[\"a=1\",\"b=2\"],\"X-A\":[\"1\",\"2\"]}",
        json
    )

let private request isMultiValue =
    {
        TargetGroupArn = "arn"
        Method = "GET"
        Path = "/"
        IsMultiValue = isMultiValue
        Headers = Map.empty
        Query = Map.empty
        Body = HttpBody.Empty
    }

[<Fact>]
let ``A load balancer gets the form that it expects`` () =
    match HttpResponse.toAlb (request true) response with
    | Ok sent -> Assert.Equal(Ok response, HttpResponse.ofApiGatewayV1 (JsonElement.Parse(jsonOf sent)))
    | Error error -> failwith $"{error}"

    match HttpResponse.toAlb (request false) { response with Cookies = [ "a=1" ] } with
    | Ok sent ->
        Assert.Contains(
            "\"headers\":{\"Content-Type\":\"text/plain; charset=utf-8\",\"Set-Cookie\":\"a=1\",\"X-A\":\"1, 2\"}",
            jsonOf sent
        )
    | Error error -> failwith $"{error}"

[<Fact>]
let ``A load balancer without multi-value headers cannot carry two cookies`` () =
    match HttpResponse.toAlb (request false) response with
    | Error error -> Assert.Equal("CookiesError", (LambdaError.toFunctionError error).Type)
    | Ok _ -> failwith "one cookie is lost"

[<Fact>]
let ``Bytes travel in base64`` () =
    let bytes = HttpResponse.bytes "image/png" (ImmutableArray.Create(0uy, 255uy))
    let json = jsonOf (HttpResponse.toApiGatewayV2 bytes)
    Assert.Contains("\"body\":\"AP8=\",\"isBase64Encoded\":true", json)
    Assert.Equal(Ok bytes, HttpResponse.ofApiGatewayV2 (JsonElement.Parse json))
