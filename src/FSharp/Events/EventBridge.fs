namespace LambdaClient.FSharp

// A record and its converter are one recursive group, in which the compiler does not know yet that the record is never null.
#nowarn "3261"

open System
open System.Text.Json.Serialization
open LambdaClient.FSharp.Codec

[<JsonConverter(typeof<EventBridgeEventConverter>)>]
type EventBridgeEvent =
    {
        Id: string
        Source: string
        DetailType: string
        Account: string
        Region: string
        Time: DateTimeOffset option
        Resources: string list
        Detail: JsonPart
    }

and internal EventBridgeEventConverter() =
    inherit EventConverter<EventBridgeEvent>(EventBridgeEventConverter.Codec)

    static let codec: Codec<EventBridgeEvent> =
        object {
            let! id = required "id" text (fun event -> event.Id)
            and! source = required "source" text (fun event -> event.Source)
            and! detailType = required "detail-type" text (fun event -> event.DetailType)
            and! account = required "account" text (fun event -> event.Account)
            and! region = required "region" text (fun (event: EventBridgeEvent) -> event.Region)
            and! time = lenient "time" moment (fun (event: EventBridgeEvent) -> event.Time)
            and! resources = listOf "resources" text (fun event -> event.Resources)
            and! detail = required "detail" json (fun event -> event.Detail)

            return
                {
                    Id = id
                    Source = source
                    DetailType = detailType
                    Account = account
                    Region = region
                    Time = time
                    Resources = resources
                    Detail = detail
                }
        }

    static member Codec: Codec<EventBridgeEvent> = codec

[<RequireQualifiedAccess>]
module EventBridgeEvent =
    let ofJson element =
        decode EventBridgeEventConverter.Codec element

    let toJson event =
        encode EventBridgeEventConverter.Codec event
