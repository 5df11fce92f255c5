/// The three forms in which a response is sent whole.
module LambdaClient.Testing.Tests.HttpResponseTests

open System.Collections.Immutable
open System.Text
open System.Text.Json
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

let private textOf (response: Response) =
    Encoding.UTF8.GetString response.Payload.Span

let private jsonOf (answer: Result<Response, LambdaError>) =
    match answer with
    | Ok response -> textOf response
    | Error error -> failwith (LambdaError.toFunctionError error).Message

let private response =
    HttpResponse.text "hi"
    |> HttpResponse.withStatus 201
    |> HttpResponse.withHeader "X-A" "0"
    |> HttpResponse.withHeader "x-a" "1"
    |> HttpResponse.addHeader "X-A" "2"
    |> HttpResponse.withCookie "a=1"
    |> HttpResponse.withCookie "b=2"

[<Fact>]
let ``Payload format 2.0`` () =
    Assert.Equal(
        """{"statusCode":201,"headers":{"Content-Type":"text/plain; charset=utf-8","x-a":"1, 2"},"cookies":["a=1","b=2"],"body":"hi","isBase64Encoded":false}""",
        jsonOf (HttpResponse.toApiGatewayV2 response)
    )

[<Fact>]
let ``Payload format 1.0 keeps every value and reads itself`` () =
    let json = jsonOf (HttpResponse.toApiGatewayV1 response)
    Assert.Equal(Ok response, HttpResponse.ofApiGatewayV1 (JsonElement.Parse json))

    Assert.Contains(
        "\"multiValueHeaders\":{\"Content-Type\":[\"text/plain; charset=utf-8\"],\"Set-Cookie\":[\"a=1\",\"b=2\"],\"x-a\":[\"1\",\"2\"]}",
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
    | Ok sent -> Assert.Equal(Ok response, HttpResponse.ofApiGatewayV1 (JsonElement.Parse(textOf sent)))
    | Error error -> failwith $"{error}"

    match HttpResponse.toAlb (request false) { response with Cookies = [ "a=1" ] } with
    | Ok sent ->
        Assert.Contains(
            "\"headers\":{\"Content-Type\":\"text/plain; charset=utf-8\",\"Set-Cookie\":\"a=1\",\"x-a\":\"1, 2\"}",
            textOf sent
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

let private refusal answer =
    match answer with
    | Ok response -> failwith $"it was answered: {textOf response}"
    | Error error -> (LambdaError.toFunctionError error).Type

/// Each way in which a response is sent whole.
let private ways =
    [
        HttpResponse.toApiGatewayV1
        HttpResponse.toApiGatewayV2
        HttpResponse.toAlb (request true)
        HttpResponse.toAlb (request false)
    ]

[<Fact>]
let ``What a streamed response is refused for, each other response is refused for`` () =
    let wrong =
        [
            for status in [ -1; 0; 99; 600; 2000 ] do
                HttpResponse.empty |> HttpResponse.withStatus status
            for name in [ ""; "a b"; "a:b"; "a\r\nb"; "\u00e9"; "a\u0000" ] do
                HttpResponse.empty |> HttpResponse.withHeader name "1"
                HttpResponse.empty |> HttpResponse.addHeader name "1"
            for value in
                [
                    "a\r\nSet-Cookie: b"
                    "a\n"
                    "\r"
                    "\u0000"
                    "\u007f"
                    "\u001b[0m"
                    string (char 0xD800)
                ] do
                HttpResponse.empty |> HttpResponse.withHeader "X-A" value
                HttpResponse.empty |> HttpResponse.withCookie value
                HttpResponse.empty |> HttpResponse.withContentType value
        ]

    for response in wrong do
        for way in ways do
            Assert.Equal("PreludeInvalid", refusal (way response))

    for value in [ ""; "a\tb"; "\u00e9"; "\ud83c\udf39" ] do
        for way in ways do
            jsonOf (way (HttpResponse.empty |> HttpResponse.withHeader "X-A" value))
            |> ignore

[<Fact>]
let ``A cookie is never joined or lost, whatever its field is called and however it came there`` () =
    let pieces =
        [
            for name in [ "Set-Cookie"; "set-cookie"; "SET-COOKIE" ] do
                { HttpResponse.empty with
                    Headers = Map [ name, [ "a=1"; "b=2" ] ]
                }

                HttpResponse.empty
                |> HttpResponse.addHeader name "a=1"
                |> HttpResponse.addHeader "set-Cookie" "b=2"

                HttpResponse.empty
                |> HttpResponse.withCookie "z=0"
                |> HttpResponse.withHeader name "a=1"
                |> HttpResponse.withCookie "b=2"
        ]

    for response in pieces do
        let v2 = JsonElement.Parse(jsonOf (HttpResponse.toApiGatewayV2 response))
        Assert.Equal("[\"a=1\",\"b=2\"]", v2.GetProperty("cookies").GetRawText())
        Assert.False(v2.TryGetProperty "headers" |> fst)

        for way in [ HttpResponse.toApiGatewayV1; HttpResponse.toAlb (request true) ] do
            let fields =
                JsonElement.Parse(jsonOf (way response)).GetProperty "multiValueHeaders"

            Assert.Equal("{\"Set-Cookie\":[\"a=1\",\"b=2\"]}", fields.GetRawText())

        Assert.Equal("CookiesError", refusal (HttpResponse.toAlb (request false) response))

[<Fact>]
let ``Fields whose names differ in case alone are one field`` () =
    let response =
        { HttpResponse.empty with
            Headers = Map [ "X-A", [ "1" ]; "x-a", [ "2" ]; "Empty", [] ]
        }

    Assert.Contains("\"headers\":{\"X-A\":\"1, 2\"}", jsonOf (HttpResponse.toApiGatewayV2 response))

    let replaced = response |> HttpResponse.withHeader "x-A" "3"
    Assert.Contains("\"headers\":{\"x-A\":\"3\"}", jsonOf (HttpResponse.toApiGatewayV2 replaced))

    let typed =
        HttpResponse.json "{}"
        |> HttpResponse.withContentType "application/problem+json"

    Assert.Equal<Map<string, string list>>(Map [ "Content-Type", [ "application/problem+json" ] ], typed.Headers)

[<Fact>]
let ``A value as JSON, by the options of the runtime`` () =
    match HttpResponse.jsonOf {| Name = "x" |} (Received.Context "{}") with
    | Ok response ->
        Assert.Equal(HttpBody.Text "{\"name\":\"x\"}", response.Body)
        Assert.Equal(Some [ "application/json" ], HttpHeaders.tryFind "content-type" response.Headers)
    | Error error -> failwith $"{error}"
