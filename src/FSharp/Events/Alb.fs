namespace LambdaClient.FSharp

// A record and its converter are one recursive group, in which the compiler does not know yet that the record is never null.
#nowarn "3261"

open System.Text.Json.Serialization
open LambdaClient.FSharp.Codec

module private AlbCodec =
    let private targetGroup =
        object {
            let! arn = required "targetGroupArn" text (fun (arn: string) -> arn)
            return arn
        }

    let context =
        object {
            let! arn = required "elb" targetGroup (fun (arn: string) -> arn)
            return arn
        }

[<JsonConverter(typeof<AlbRequestConverter>)>]
type AlbRequest =
    {
        TargetGroupArn: string
        Method: string
        Path: string
        IsMultiValue: bool
        Headers: Map<string, string list>
        Query: Map<string, string list>
        Body: HttpBody
    }

and internal AlbRequestConverter() =
    inherit EventConverter<AlbRequest>(AlbRequestConverter.Codec)

    static let codec: Codec<AlbRequest> =
        object {
            let! targetGroupArn =
                required "requestContext" AlbCodec.context (fun request -> request.TargetGroupArn)

            and! method =
                required "httpMethod" text (fun (request: AlbRequest) -> request.Method)

            and! path = required "path" text (fun (request: AlbRequest) -> request.Path)

            and! isMultiValue, headers =
                HttpFields.either "headers" "multiValueHeaders" (fun (request: AlbRequest) ->
                    request.IsMultiValue, request.Headers)

            and! isMultiQuery, query =
                HttpFields.either
                    "queryStringParameters"
                    "multiValueQueryStringParameters"
                    (fun (request: AlbRequest) -> request.IsMultiValue, request.Query)

            and! body = HttpFields.body (fun (request: AlbRequest) -> request.Body)

            return
                {
                    TargetGroupArn = targetGroupArn
                    Method = method
                    Path = path
                    IsMultiValue = isMultiValue || isMultiQuery
                    Headers = headers
                    Query = query
                    Body = body
                }
        }

    static member Codec: Codec<AlbRequest> = codec

[<RequireQualifiedAccess>]
module AlbRequest =
    let ofJson element =
        decode AlbRequestConverter.Codec element

    let toJson request =
        encode AlbRequestConverter.Codec request
