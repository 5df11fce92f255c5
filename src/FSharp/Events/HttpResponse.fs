namespace LambdaClient.FSharp

open System
open System.Collections.Immutable
open LambdaClient.FSharp.Codec

type HttpResponse =
    {
        Status: int
        Headers: Map<string, string list>
        Cookies: string list
        Body: HttpBody
    }

module private HttpResponseCodec =
    let private isCookie name =
        String.Equals(name, "Set-Cookie", StringComparison.OrdinalIgnoreCase)

    /// All fields, as the formats without a place for cookies write them.
    let private fields response =
        if List.isEmpty response.Cookies then
            response.Headers
        else
            Map.add "Set-Cookie" response.Cookies response.Headers

    let private ofFields status fields body =
        let cookies, headers = fields |> Map.partition (fun name _ -> isCookie name)

        {
            Status = status
            Headers = headers
            Cookies = cookies |> Map.toList |> List.collect snd
            Body = body
        }

    let private joined =
        Map.map (fun _ (values: string list) -> String.Join(", ", values))

    let private apart = Map.map (fun _ value -> [ value ])

    let v1 =
        object {
            let! status = required "statusCode" integer (fun response -> response.Status)
            and! fields = HttpFields.both "headers" "multiValueHeaders" fields
            and! body = HttpFields.body (fun response -> response.Body)
            return ofFields status fields body
        }

    let v2 =
        object {
            let! status = required "statusCode" integer (fun response -> response.Status)
            and! headers = mapOf "headers" text (fun response -> joined response.Headers)
            and! cookies = listOf "cookies" text (fun response -> response.Cookies)
            and! body = HttpFields.body (fun (response: HttpResponse) -> response.Body)

            return
                {
                    Status = status
                    Headers = apart headers
                    Cookies = cookies
                    Body = body
                }
        }

    let albSeveral =
        object {
            let! status = required "statusCode" integer (fun response -> response.Status)
            and! fields = required "multiValueHeaders" (map (list text)) fields
            and! body = HttpFields.body (fun (response: HttpResponse) -> response.Body)
            return ofFields status fields body
        }

    let albSingle =
        object {
            let! status = required "statusCode" integer (fun response -> response.Status)

            and! fields =
                required "headers" (map text) (fun response -> joined (fields response))

            and! body = HttpFields.body (fun (response: HttpResponse) -> response.Body)
            return ofFields status (apart fields) body
        }

[<RequireQualifiedAccess>]
module HttpResponse =
    let empty =
        {
            Status = 200
            Headers = Map.empty
            Cookies = []
            Body = HttpBody.Empty
        }

    let private ofBody (contentType: string) body =
        { empty with
            HttpResponse.Headers = Map [ "Content-Type", [ contentType ] ]
            Body = body
        }

    let text body =
        ofBody "text/plain; charset=utf-8" (HttpBody.Text body)

    let json body =
        ofBody "application/json" (HttpBody.Text body)

    let bytes contentType body =
        ofBody contentType (HttpBody.Binary body)

    let withStatus status response = { response with Status = status }

    let withHeader name value (response: HttpResponse) =
        let values = Map.tryFind name response.Headers |> Option.defaultValue []

        { response with
            Headers = Map.add name (values @ [ value ]) response.Headers
        }

    let withCookie value (response: HttpResponse) =
        { response with
            Cookies = response.Cookies @ [ value ]
        }

    let private write codec (response: HttpResponse) =
        Response.Json(ReadOnlyMemory(encode codec response))

    let toApiGatewayV1 response = write HttpResponseCodec.v1 response

    let toApiGatewayV2 response = write HttpResponseCodec.v2 response

    let toAlb (request: AlbRequest) response : Result<Response, LambdaError> =
        if request.IsMultiValue then
            Ok(write HttpResponseCodec.albSeveral response)
        elif List.length response.Cookies > 1 then
            Error(
                LambdaError.create
                    "CookiesError"
                    $"the target group carries one cookie, not {List.length response.Cookies}; enable its multi-value headers"
            )
        else
            Ok(write HttpResponseCodec.albSingle response)

    let ofApiGatewayV1 element = decode HttpResponseCodec.v1 element

    let ofApiGatewayV2 element = decode HttpResponseCodec.v2 element
