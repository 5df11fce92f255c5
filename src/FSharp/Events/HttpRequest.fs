namespace LambdaClient.FSharp

open System
open System.Diagnostics.CodeAnalysis
open System.Text.Json
open System.Text.Json.Serialization.Metadata
open LambdaClient.FSharp.EventShapes

[<RequireQualifiedAccess>]
type HttpEvent =
    | ApiGatewayV1 of ApiGatewayV1Request
    | ApiGatewayV2 of ApiGatewayV2Request
    | Alb of AlbRequest

type HttpRequest =
    {
        Method: string
        Path: string
        Headers: Map<string, string list>
        Query: Map<string, string list>
        Cookies: Map<string, string>
        Body: HttpBody
        Event: HttpEvent
    }

[<RequireQualifiedAccess>]
module HttpRequest =
    let private cookiesOf (fields: string list) =
        fields
        |> List.collect (fun field -> List.ofArray (field.Split ';'))
        |> List.rev
        |> List.choose (fun pair ->
            match pair.IndexOf '=' with
            | -1 -> None
            | place -> Some(pair.Substring(0, place).Trim(), pair.Substring(place + 1).Trim()))
        |> Map.ofList

    let private cookieFields headers =
        HttpHeaders.tryFind "Cookie" headers |> Option.defaultValue []

    // A load balancer hands the query on as the client wrote it.
    let private decoded (text: string) =
        Uri.UnescapeDataString(text.Replace('+', ' '))

    let ofEvent event =
        match event with
        | HttpEvent.ApiGatewayV1 request ->
            {
                Method = request.Method
                Path = request.Path
                Headers = request.Headers
                Query = request.Query
                Cookies = cookiesOf (cookieFields request.Headers)
                Body = request.Body
                Event = event
            }
        | HttpEvent.ApiGatewayV2 request ->
            let headers = request.Headers |> Map.map (fun _ value -> [ value ])

            {
                Method = request.Method
                Path = request.Path
                Headers = headers
                Query = request.Query |> Map.map (fun _ value -> [ value ])
                Cookies = cookiesOf (request.Cookies @ cookieFields headers)
                Body = request.Body
                Event = event
            }
        | HttpEvent.Alb request ->
            {
                Method = request.Method
                Path = request.Path
                Headers = request.Headers
                Query =
                    request.Query
                    |> Map.toList
                    |> List.map (fun (name, values) -> decoded name, List.map decoded values)
                    |> Map.ofList
                Cookies = cookiesOf (cookieFields request.Headers)
                Body = request.Body
                Event = event
            }

    let ofJson element =
        let read =
            match recognize element with
            | ValueSome Shape.ApiGatewayV1 -> ApiGatewayV1Request.ofJson element |> Result.map HttpEvent.ApiGatewayV1
            | ValueSome(Shape.ApiGatewayV2 | Shape.FunctionUrl) ->
                ApiGatewayV2Request.ofJson element |> Result.map HttpEvent.ApiGatewayV2
            | ValueSome Shape.Alb -> AlbRequest.ofJson element |> Result.map HttpEvent.Alb
            | _ ->
                Error
                    {
                        Path = "$"
                        Problem = "is not a request of API Gateway, a function URL or a load balancer"
                    }

        Result.map ofEvent read

    let respond request response =
        match request.Event with
        | HttpEvent.ApiGatewayV1 _ -> HttpResponse.toApiGatewayV1 response
        | HttpEvent.ApiGatewayV2 _ -> HttpResponse.toApiGatewayV2 response
        | HttpEvent.Alb request -> HttpResponse.toAlb request response

    let read: Read<HttpRequest> =
        fun context ->
            match Event.element context with
            | Error error -> Error error
            | Ok element ->
                match ofJson element with
                | Ok request -> Ok request
                | Error error -> Error(LambdaError.ofError error)

    let readBody (decode: LambdaContext -> ReadOnlyMemory<byte> -> Result<'T, LambdaError>) : Read<'T> =
        fun context ->
            match read context with
            | Ok request -> decode context ((HttpBody.toBytes request.Body).AsMemory())
            | Error error -> Error error

/// One function per type, as of Event.json.
[<RequiresUnreferencedCode("Reads types by reflection."); RequiresDynamicCode("Reads types by reflection.")>]
[<AbstractClass; Sealed>]
type internal BodyOf<'T> private () =

    static let read: Read<'T> =
        HttpRequest.readBody (fun context utf8 ->
            match context.JsonOptions with
            | Some options -> Json.decode<'T> options utf8
            | None -> Json.decode<'T> (Json.options ()) utf8)

    static member Read = read

[<AutoOpen>]
module HttpEvents =

    [<RequireQualifiedAccess>]
    module Event =

        let request: Read<HttpRequest> = HttpRequest.read

        let body<'T> : Read<'T> = BodyOf<'T>.Read

        let bodyWith (typeInfo: JsonTypeInfo<'T>) : Read<'T> =
            HttpRequest.readBody (fun _ utf8 -> Json.decodeWith typeInfo utf8)

    let private isPlace (part: string) =
        part.StartsWith '{' && part.EndsWith '}'

    let rec private places (template: string list) (path: string list) =
        match template, path with
        | [], [] -> ValueSome []
        | [ last ], _ :: _ when isPlace last && last.EndsWith("+}", StringComparison.Ordinal) ->
            ValueSome [ Uri.UnescapeDataString(String.Join('/', path)) ]
        | part :: template, value :: path when isPlace part ->
            // A place stands for something.
            if value = "" then
                ValueNone
            else
                places template path
                |> ValueOption.map (fun rest -> Uri.UnescapeDataString value :: rest)
        | part :: template, value :: path when part = value -> places template path
        | _ -> ValueNone

    [<return: Struct>]
    let (|Route|_|) (method: string) (template: string) (request: HttpRequest) =
        if request.Method <> method then
            ValueNone
        else
            places (List.ofArray (template.Split '/')) (List.ofArray (request.Path.Split '/'))
