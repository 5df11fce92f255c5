namespace LambdaClient.FSharp

// A record and its converter are one recursive group, in which the compiler does not know yet that the record is never null.
#nowarn "3261"

open System
open System.Text.Json.Serialization
open LambdaClient.FSharp.Codec

type SnsAttribute = { DataType: string; Value: string }

type SnsMessage =
    {
        MessageId: string
        TopicArn: string
        SubscriptionArn: string option
        Subject: string option
        Body: string
        PublishedAt: DateTimeOffset option
        Attributes: Map<string, SnsAttribute>
    }

module private SnsCodec =
    let private attribute =
        object {
            let! dataType =
                required "Type" text (fun (attribute: SnsAttribute) -> attribute.DataType)

            and! value = required "Value" text (fun (attribute: SnsAttribute) -> attribute.Value)
            return { DataType = dataType; Value = value }
        }

    /// The message as SNS wraps it; the subscription stands outside.
    let private published =
        object {
            let! messageId =
                required "MessageId" text (fun (message: SnsMessage) -> message.MessageId)

            and! topicArn =
                required "TopicArn" text (fun (message: SnsMessage) -> message.TopicArn)

            and! subject = lenient "Subject" text (fun (message: SnsMessage) -> message.Subject)
            and! body = required "Message" text (fun (message: SnsMessage) -> message.Body)

            and! publishedAt =
                lenient "Timestamp" moment (fun (message: SnsMessage) -> message.PublishedAt)

            and! attributes =
                mapOf "MessageAttributes" attribute (fun (message: SnsMessage) -> message.Attributes)

            return
                {
                    MessageId = messageId
                    TopicArn = topicArn
                    SubscriptionArn = None
                    Subject = subject
                    Body = body
                    PublishedAt = publishedAt
                    Attributes = attributes
                }
        }

    let message =
        object {
            let! () = constant "EventSource" "aws:sns"

            and! subscription =
                lenient "EventSubscriptionArn" text (fun (message: SnsMessage) -> message.SubscriptionArn)

            and! message = required "Sns" published id

            return
                { message with
                    SubscriptionArn = subscription
                }
        }

[<JsonConverter(typeof<SnsEventConverter>)>]
type SnsEvent = { Messages: SnsMessage list }

and internal SnsEventConverter() =
    inherit EventConverter<SnsEvent>(SnsEventConverter.Codec)

    static let codec: Codec<SnsEvent> =
        object {
            let! messages =
                required "Records" (list SnsCodec.message) (fun (event: SnsEvent) -> event.Messages)

            return ({ Messages = messages }: SnsEvent)
        }

    static member Codec: Codec<SnsEvent> = codec

[<RequireQualifiedAccess>]
module SnsEvent =
    let ofJson element = decode SnsEventConverter.Codec element

    let toJson event = encode SnsEventConverter.Codec event
