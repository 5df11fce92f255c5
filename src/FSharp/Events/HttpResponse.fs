namespace LambdaClient.FSharp

open System
open System.Collections.Immutable
open System.Text.Json.Serialization.Metadata
open LambdaClient.FSharp.Codec

type HttpResponse =
    {
        Status: int
        Headers: Map<string, string list>
        Cookies: string list
        Body: HttpBody
    }

module private HttpResponseCodec =
    let isCookie name =
        String.Equals(name, "Set-Cookie", StringComparison.OrdinalIgnoreCase)

    /// The fields of other names than this.
    let without name (headers: Map<string, string list>) =
        headers
        |> Map.filter (fun other _ -> not (String.Equals(other, name, StringComparison.OrdinalIgnoreCase)))

    let private unite headers name values =
        let isKnown other _ =
            String.Equals(other, name, StringComparison.OrdinalIgnoreCase)

        match Map.tryFindKey isKnown headers with
        | Some known -> Map.add known (Map.find known headers @ values) headers
        | None -> Map.add name values headers

    /// The same response with the fields of another behind its own.
    let united (response: HttpResponse) (added: HttpResponse) =
        { response with
            Headers = Map.fold unite response.Headers added.Headers
            Cookies = response.Cookies @ added.Cookies
        }

    /// The same response with one entry for each name in any case, and all cookies among the cookies.
    let normal (response: HttpResponse) =
        let cookies, headers =
            response.Headers |> Map.partition (fun name _ -> isCookie name)

        { response with
            Headers = Map.fold unite Map.empty headers
            Cookies = (cookies |> Map.toList |> List.collect snd) @ response.Cookies
        }

    /// All fields, as the formats without a place for cookies write them.
    let private fields response =
        if List.isEmpty response.Cookies then
            response.Headers
        else
            Map.add "Set-Cookie" response.Cookies response.Headers

    let private ofFields status fields body =
        normal
            {
                Status = status
                Headers = fields
                Cookies = []
                Body = body
            }

    let private joined =
        Map.filter (fun _ values -> not (List.isEmpty values))
        >> Map.map (fun _ (values: string list) -> String.Join(", ", values))

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
                normal
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
        if HttpResponseCodec.isCookie name then
            { response with
                Headers = HttpResponseCodec.without name response.Headers
                Cookies = [ value ]
            }
        else
            { response with
                Headers = response.Headers |> HttpResponseCodec.without name |> Map.add name [ value ]
            }

    let addHeader name value (response: HttpResponse) =
        let added =
            if HttpResponseCodec.isCookie name then
                { empty with Cookies = [ value ] }
            else
                { empty with
                    HttpResponse.Headers = Map [ name, [ value ] ]
                }

        HttpResponseCodec.united (HttpResponseCodec.normal response) added

    let withContentType value response =
        withHeader "Content-Type" value response

    let withCookie value (response: HttpResponse) =
        { response with
            Cookies = response.Cookies @ [ value ]
        }

    let private ofJson utf8 : HttpResponse =
        json (Text.Encoding.UTF8.GetString((utf8: ReadOnlyMemory<byte>).Span))

    let jsonOf (value: 'T) : Read<HttpResponse> =
        fun context ->
            Json.encode (context.JsonOptions |> Option.defaultWith Json.options) value
            |> Result.map ofJson

    let jsonOfWith (typeInfo: JsonTypeInfo<'T>) (value: 'T) : Read<HttpResponse> =
        fun _ -> Json.encodeWith typeInfo value |> Result.map ofJson

    /// What a streamed answer is refused for, this one is refused for.
    let private check (response: HttpResponse) : Result<unit, LambdaError> =
        let prelude =
            LambdaClient.HttpPrelude(
                StatusCode = response.Status,
                MultiValueHeaders =
                    response.Headers.ToImmutableDictionary(
                        (fun field -> field.Key),
                        (fun field -> ImmutableArray.CreateRange field.Value)
                    ),
                Cookies = ImmutableArray.CreateRange response.Cookies
            )

        match prelude.Validate().TryGet() with
        | true, _, _ -> Ok()
        | false, _, error -> Error(LambdaError.create (string error.Code) error.Message)

    let private write codec (response: HttpResponse) : Result<Response, LambdaError> =
        check response
        |> Result.map (fun () -> Response.Json(ReadOnlyMemory(encode codec response)))

    let toApiGatewayV1 response : Result<Response, LambdaError> =
        write HttpResponseCodec.v1 (HttpResponseCodec.normal response)

    let toApiGatewayV2 response : Result<Response, LambdaError> =
        write HttpResponseCodec.v2 (HttpResponseCodec.normal response)

    let toAlb (request: AlbRequest) response : Result<Response, LambdaError> =
        let response = HttpResponseCodec.normal response

        if request.IsMultiValue then
            write HttpResponseCodec.albSeveral response
        elif List.length response.Cookies > 1 then
            Error(
                LambdaError.create
                    "CookiesError"
                    $"the target group carries one cookie, not {List.length response.Cookies}; enable its multi-value headers"
            )
        else
            write HttpResponseCodec.albSingle response

    let ofApiGatewayV1 element = decode HttpResponseCodec.v1 element

    let ofApiGatewayV2 element = decode HttpResponseCodec.v2 element
