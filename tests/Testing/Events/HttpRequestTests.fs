/// Requests of any service, routes, and bodies.
module LambdaClient.Testing.Tests.HttpRequestTests

open System
open System.Text
open System.Text.Json
open FsCheck
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

let private read (json: string) =
    match HttpRequest.ofJson (JsonElement.Parse json) with
    | Ok request -> request
    | Error error -> failwith error.Message

let private v1 =
    """{"resource":"/{proxy+}","path":"/a","httpMethod":"POST","requestContext":{"stage":"s"}"""

let private alb =
    """{"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"POST","path":"/a" """

let private v2 =
    """{"version":"2.0","routeKey":"$default","rawPath":"/a","requestContext":{"http":{"method":"POST","path":"/a"}}"""

[<Fact>]
let ``Cookies by name, of each service`` () =
    let expected = Map [ "a", "1"; "b", "x=y"; "c", "" ]

    for json in
        [
            v2 + ""","cookies":["a=1","b=x=y","c=","a=2"]}"""
            v2 + ""","headers":{"cookie":"a=1; b=x=y; c=; nonsense"}}"""
            v1 + ""","headers":{"Cookie":"a=1; b=x=y;c="}}"""
            v1 + ""","multiValueHeaders":{"cookie":["a=1; b=x=y","c="]}}"""
            alb + ""","headers":{"cookie":"a=1; b=x=y; c="}}"""
            alb + ""","multiValueHeaders":{"COOKIE":["a=1","b=x=y","c="]}}"""
        ] do
        Assert.Equal<Map<string, string>>(expected, (read json).Cookies)

[<Fact>]
let ``The query of a load balancer is decoded`` () =
    let request = read (alb + ""","queryStringParameters":{"a%20b":"c+d%26"}}""")

    Assert.Equal<Map<string, string list>>(Map [ "a b", [ "c d&" ] ], request.Query)

[<Fact>]
let ``A request of any service is answered in its own form`` () =
    let answerOf json =
        match HttpRequest.respond (read json) (HttpResponse.text "x") with
        | Ok response -> JsonElement.Parse(Encoding.UTF8.GetString response.Payload.Span)
        | Error error -> failwith $"{error}"

    let has (name: string) (answer: JsonElement) = answer.TryGetProperty name |> fst
    Assert.True(answerOf (v1 + "}") |> has "multiValueHeaders")
    Assert.False(answerOf (v2 + "}") |> has "multiValueHeaders")
    Assert.False(answerOf (alb + ""","headers":{"a":"b"}}""") |> has "multiValueHeaders")

    Assert.True(
        answerOf (alb + ""","multiValueHeaders":{"a":["b"]}}""")
        |> has "multiValueHeaders"
    )

type private Item = { Name: string }

[<Fact>]
let ``A body is read as JSON, also where it travels in base64`` () =
    let base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes """{"name":"té"}""")

    for json in
        [
            v1 + ""","body":"{\"name\":\"té\"}"}"""
            v2 + $",\"body\":\"{base64}\",\"isBase64Encoded\":true}}"
            alb + ""","body":"{\"name\":\"té\"}"}"""
        ] do
        match Event.body<Item>(Received.Context json) with
        | Ok item -> Assert.Equal("té", item.Name)
        | Error error -> failwith $"{error}"

    for body, path in [ "{\\\"name\\\":7}", "$.name"; "", "$"; "no", "$" ] do
        match Event.body<Item>(Received.Context(v1 + $",\"body\":\"{body}\"}}")) with
        | Error(LambdaError.Undecodable error) -> Assert.Equal(path, error.Path)
        | other -> failwith $"{other}"

    match Event.body<Item>(Received.Context """{"Records":[]}""") with
    | Error error -> Assert.Equal("EventError", (LambdaError.toFunctionError error).Type)
    | Ok item -> failwith $"{item}"

[<Fact>]
let ``Routes`` () =
    let request method path =
        { read (v1 + "}") with
            Method = method
            Path = path
        }

    let places method template path =
        match request "GET" path with
        | Route method template places -> Some places
        | _ -> None

    let matches template path = places "GET" template path
    Assert.Equal(Some [], matches "/" "/")
    Assert.Equal(Some [ "7" ], matches "/items/{id}" "/items/7")
    Assert.Equal(Some [ "a b/c"; "x" ], matches "/{a}/to/{b}" "/a%20b%2Fc/to/x")
    Assert.Equal(Some [ "a/b/c" ], matches "/files/{path+}" "/files/a/b/c")
    Assert.Equal(Some [ "" ], matches "/files/{path+}" "/files/")
    Assert.Equal(None, matches "/files/{path+}" "/files")
    Assert.Equal(None, matches "/items/{id}" "/items/")
    Assert.Equal(None, matches "/items/{id}" "/items/7/parts")
    Assert.Equal(None, matches "/items/{id}" "/Items/7")
    Assert.Equal(None, matches "/" "/items")
    Assert.Equal(None, places "POST" "/" "/")

[<Fact>]
let ``A path made of a template is routed back to its places`` () =
    let part = ArbMap.defaults |> ArbMap.generate<NonEmptyString> |> Gen.map _.Get

    let isText (text: string) =
        text |> Seq.forall (fun c -> not (Char.IsSurrogate c) && c <> '\000')

    Prop.forAll (Gen.listOf (Gen.filter isText part) |> Arb.fromGen) (fun parts ->
        let template = parts |> List.map (fun _ -> "/{x}") |> String.concat ""

        let path =
            parts
            |> List.map (fun part -> "/" + Uri.EscapeDataString part)
            |> String.concat ""

        match
            { read (v1 + "}") with
                Path = path
                Method = "GET"
            }
        with
        | Route "GET" template places -> Assert.Equal<string list>(parts, places)
        | _ -> failwith $"{path} is not routed")
    |> PropertyTest.Check
