namespace LambdaClient.FSharp

// A record and its converter are one recursive group, in which the compiler does not know yet that the record is never null.
#nowarn "3261"

open System
open System.Text.Json.Serialization
open LambdaClient.FSharp.Codec

type ApiGatewayV2Http =
    {
        Method: string
        Path: string
        Protocol: string option
        SourceIp: string option
        UserAgent: string option
    }

type ApiGatewayV2Context =
    {
        AccountId: string option
        ApiId: string option
        Stage: string option
        RequestId: string option
        DomainName: string option
        Time: DateTimeOffset option
        Http: ApiGatewayV2Http
        Authorizer: JsonPart option
    }

module private ApiGatewayV2Codec =
    let private http =
        object {
            let! method = required "method" text (fun (http: ApiGatewayV2Http) -> http.Method)
            and! path = required "path" text (fun (http: ApiGatewayV2Http) -> http.Path)

            and! protocol =
                lenient "protocol" text (fun (http: ApiGatewayV2Http) -> http.Protocol)

            and! sourceIp =
                lenient "sourceIp" text (fun (http: ApiGatewayV2Http) -> http.SourceIp)

            and! userAgent =
                lenient "userAgent" text (fun (http: ApiGatewayV2Http) -> http.UserAgent)

            return
                {
                    Method = method
                    Path = path
                    Protocol = protocol
                    SourceIp = sourceIp
                    UserAgent = userAgent
                }
        }

    let context =
        object {
            let! accountId =
                lenient "accountId" text (fun (context: ApiGatewayV2Context) -> context.AccountId)

            and! apiId =
                lenient "apiId" text (fun (context: ApiGatewayV2Context) -> context.ApiId)

            and! stage =
                lenient "stage" text (fun (context: ApiGatewayV2Context) -> context.Stage)

            and! requestId =
                lenient "requestId" text (fun (context: ApiGatewayV2Context) -> context.RequestId)

            and! domainName =
                lenient "domainName" text (fun (context: ApiGatewayV2Context) -> context.DomainName)

            and! time =
                lenient "timeEpoch" milliseconds (fun (context: ApiGatewayV2Context) -> context.Time)

            and! http = required "http" http (fun (context: ApiGatewayV2Context) -> context.Http)

            and! authorizer =
                lenient "authorizer" json (fun (context: ApiGatewayV2Context) -> context.Authorizer)

            return
                {
                    AccountId = accountId
                    ApiId = apiId
                    Stage = stage
                    RequestId = requestId
                    DomainName = domainName
                    Time = time
                    Http = http
                    Authorizer = authorizer
                }
        }

[<JsonConverter(typeof<ApiGatewayV2RequestConverter>)>]
type ApiGatewayV2Request =
    {
        RouteKey: string
        Path: string
        QueryString: string
        Cookies: string list
        Headers: Map<string, string>
        Query: Map<string, string>
        PathParameters: Map<string, string>
        StageVariables: Map<string, string>
        Context: ApiGatewayV2Context
        Body: HttpBody
    }

    member request.Method = request.Context.Http.Method

    member request.IsFunctionUrl =
        request.Context.DomainName |> Option.exists EventShapes.isFunctionUrlHost

and internal ApiGatewayV2RequestConverter() =
    inherit EventConverter<ApiGatewayV2Request>(ApiGatewayV2RequestConverter.Codec)

    static let codec: Codec<ApiGatewayV2Request> =
        object {
            let! () = constant "version" "2.0"
            and! routeKey = required "routeKey" text (fun request -> request.RouteKey)

            and! path =
                required "rawPath" text (fun (request: ApiGatewayV2Request) -> request.Path)

            and! queryString =
                defaulting "" "rawQueryString" text (fun request -> request.QueryString)

            and! cookies =
                defaulting [] "cookies" (present text) (fun request -> request.Cookies)

            and! headers = mapOf "headers" text (fun request -> request.Headers)
            and! query = mapOf "queryStringParameters" text (fun request -> request.Query)

            and! pathParameters =
                mapOf "pathParameters" text (fun request -> request.PathParameters)

            and! stageVariables =
                mapOf "stageVariables" text (fun request -> request.StageVariables)

            and! context =
                required "requestContext" ApiGatewayV2Codec.context (fun request -> request.Context)

            and! body = HttpFields.body (fun request -> request.Body)

            return
                {
                    RouteKey = routeKey
                    Path = path
                    QueryString = queryString
                    Cookies = cookies
                    Headers = headers
                    Query = query
                    PathParameters = pathParameters
                    StageVariables = stageVariables
                    Context = context
                    Body = body
                }
        }

    static member Codec: Codec<ApiGatewayV2Request> = codec

[<RequireQualifiedAccess>]
module ApiGatewayV2Request =
    let ofJson element =
        decode ApiGatewayV2RequestConverter.Codec element

    let toJson request =
        encode ApiGatewayV2RequestConverter.Codec request
