namespace LambdaClient.FSharp

// A record and its converter are one recursive group, in which the compiler does not know yet that the record is never null.
#nowarn "3261"

open System
open System.Text.Json.Serialization
open LambdaClient.FSharp.Codec

type ApiGatewayV1Context =
    {
        AccountId: string option
        ApiId: string option
        Stage: string option
        RequestId: string option
        DomainName: string option
        Protocol: string option
        Time: DateTimeOffset option
        SourceIp: string option
        UserAgent: string option
        Authorizer: JsonPart option
    }

type private Identity =
    {
        Address: string option
        Agent: string option
    }

module private ApiGatewayV1Codec =
    let private identity =
        object {
            let! address = lenient "sourceIp" text (fun identity -> identity.Address)
            and! agent = lenient "userAgent" text (fun identity -> identity.Agent)
            return { Address = address; Agent = agent }
        }

    let context =
        object {
            let! accountId = lenient "accountId" text (fun context -> context.AccountId)
            and! apiId = lenient "apiId" text (fun context -> context.ApiId)
            and! stage = lenient "stage" text (fun context -> context.Stage)
            and! requestId = lenient "requestId" text (fun context -> context.RequestId)
            and! domainName = lenient "domainName" text (fun context -> context.DomainName)
            and! protocol = lenient "protocol" text (fun context -> context.Protocol)
            and! time = lenient "requestTimeEpoch" milliseconds (fun context -> context.Time)

            and! identity =
                lenient "identity" identity (fun context ->
                    match context.SourceIp, context.UserAgent with
                    | None, None -> None
                    | address, agent -> Some { Address = address; Agent = agent })

            and! authorizer = lenient "authorizer" json (fun context -> context.Authorizer)

            return
                {
                    AccountId = accountId
                    ApiId = apiId
                    Stage = stage
                    RequestId = requestId
                    DomainName = domainName
                    Protocol = protocol
                    Time = time
                    SourceIp = identity |> Option.bind _.Address
                    UserAgent = identity |> Option.bind _.Agent
                    Authorizer = authorizer
                }
        }

[<JsonConverter(typeof<ApiGatewayV1RequestConverter>)>]
type ApiGatewayV1Request =
    {
        Resource: string
        Path: string
        Method: string
        Headers: Map<string, string list>
        Query: Map<string, string list>
        PathParameters: Map<string, string>
        StageVariables: Map<string, string>
        Context: ApiGatewayV1Context
        Body: HttpBody
    }

and internal ApiGatewayV1RequestConverter() =
    inherit EventConverter<ApiGatewayV1Request>(ApiGatewayV1RequestConverter.Codec)

    static let codec: Codec<ApiGatewayV1Request> =
        object {
            let! resource = required "resource" text (fun request -> request.Resource)
            and! path = required "path" text (fun (request: ApiGatewayV1Request) -> request.Path)
            and! method = required "httpMethod" text (fun request -> request.Method)

            and! headers =
                HttpFields.both "headers" "multiValueHeaders" (fun request -> request.Headers)

            and! query =
                HttpFields.both "queryStringParameters" "multiValueQueryStringParameters" (fun request -> request.Query)

            and! pathParameters =
                mapOf "pathParameters" text (fun request -> request.PathParameters)

            and! stageVariables =
                mapOf "stageVariables" text (fun request -> request.StageVariables)

            and! context =
                required "requestContext" ApiGatewayV1Codec.context (fun request -> request.Context)

            and! body = HttpFields.body (fun request -> request.Body)

            return
                {
                    Resource = resource
                    Path = path
                    Method = method
                    Headers = headers
                    Query = query
                    PathParameters = pathParameters
                    StageVariables = stageVariables
                    Context = context
                    Body = body
                }
        }

    static member Codec: Codec<ApiGatewayV1Request> = codec

[<RequireQualifiedAccess>]
module ApiGatewayV1Request =
    let ofJson element =
        decode ApiGatewayV1RequestConverter.Codec element

    let toJson request =
        encode ApiGatewayV1RequestConverter.Codec request
