namespace LambdaClient.FSharp

// A record and its converter are one recursive group, in which the compiler does not know yet that the record is never null.
#nowarn "3261"

open System
open System.Collections.Immutable
open System.Text.Json.Serialization
open LambdaClient.FSharp.Codec

[<RequireQualifiedAccess>]
type SqsAttribute =
    | Text of dataType: string * value: string
    | Binary of dataType: string * value: ImmutableArray<byte>

type SqsMessage =
    {
        MessageId: string
        ReceiptHandle: string
        Body: string
        ReceiveCount: int
        SentAt: DateTimeOffset option
        SenderId: string option
        GroupId: string option
        SequenceNumber: string option
        Attributes: Map<string, SqsAttribute>
        BodyMd5: string option
        QueueArn: string
        Region: string
    }

    member message.IsFifo = message.QueueArn.EndsWith(".fifo", StringComparison.Ordinal)

/// The attributes that the queue gives a message, all of them text.
type private QueueAttributes =
    {
        Count: int option
        Sent: DateTimeOffset option
        Sender: string option
        Group: string option
        Sequence: string option
    }

/// An attribute has one of two members, and the data type says which.
type private SentAttribute =
    {
        DataType: string
        StringValue: string option
        BinaryValue: ImmutableArray<byte> option
    }

module private SqsCodec =
    let private queueAttributes =
        object {
            let! count =
                lenient "ApproximateReceiveCount" integerText (fun attributes -> attributes.Count)

            and! sent =
                lenient "SentTimestamp" millisecondsText (fun attributes -> attributes.Sent)

            and! sender = lenient "SenderId" text (fun attributes -> attributes.Sender)
            and! group = lenient "MessageGroupId" text (fun attributes -> attributes.Group)

            and! sequence = lenient "SequenceNumber" text (fun attributes -> attributes.Sequence)

            return
                {
                    Count = count
                    Sent = sent
                    Sender = sender
                    Group = group
                    Sequence = sequence
                }
        }

    let private attribute =
        object {
            let! dataType = required "dataType" text (fun sent -> sent.DataType)
            and! stringValue = optional "stringValue" text (fun sent -> sent.StringValue)
            and! binaryValue = optional "binaryValue" base64 (fun sent -> sent.BinaryValue)

            return
                {
                    DataType = dataType
                    StringValue = stringValue
                    BinaryValue = binaryValue
                }
        }
        |> refine
            (fun sent ->
                match sent with
                | { BinaryValue = Some value } when sent.DataType.StartsWith("Binary", StringComparison.Ordinal) ->
                    Ok(SqsAttribute.Binary(sent.DataType, value))
                | { StringValue = Some value } -> Ok(SqsAttribute.Text(sent.DataType, value))
                | _ -> Error "has no value that fits its dataType")
            (fun attribute ->
                match attribute with
                | SqsAttribute.Text(dataType, value) ->
                    {
                        DataType = dataType
                        StringValue = Some value
                        BinaryValue = None
                    }
                | SqsAttribute.Binary(dataType, value) ->
                    {
                        DataType = dataType
                        StringValue = None
                        BinaryValue = Some value
                    })

    let message =
        object {
            let! messageId = required "messageId" identifier (fun message -> message.MessageId)

            and! receiptHandle =
                required "receiptHandle" text (fun message -> message.ReceiptHandle)

            and! body = required "body" text (fun message -> message.Body)

            and! attributes =
                lenient "attributes" queueAttributes (fun message ->
                    Some
                        {
                            Count = Some message.ReceiveCount
                            Sent = message.SentAt
                            Sender = message.SenderId
                            Group = message.GroupId
                            Sequence = message.SequenceNumber
                        })

            and! sent = mapOf "messageAttributes" attribute (fun message -> message.Attributes)
            and! bodyMd5 = lenient "md5OfBody" text (fun message -> message.BodyMd5)
            and! () = constant "eventSource" "aws:sqs"
            and! queueArn = required "eventSourceARN" text (fun message -> message.QueueArn)
            and! region = required "awsRegion" text (fun message -> message.Region)

            return
                {
                    MessageId = messageId
                    ReceiptHandle = receiptHandle
                    Body = body
                    ReceiveCount = attributes |> Option.bind _.Count |> Option.defaultValue 1
                    SentAt = attributes |> Option.bind _.Sent
                    SenderId = attributes |> Option.bind _.Sender
                    GroupId = attributes |> Option.bind _.Group
                    SequenceNumber = attributes |> Option.bind _.Sequence
                    Attributes = sent
                    BodyMd5 = bodyMd5
                    QueueArn = queueArn
                    Region = region
                }
        }

[<JsonConverter(typeof<SqsEventConverter>)>]
type SqsEvent = { Messages: SqsMessage list }

and internal SqsEventConverter() =
    inherit EventConverter<SqsEvent>(SqsEventConverter.Codec)

    static let codec: Codec<SqsEvent> =
        object {
            let! messages =
                required "Records" (list SqsCodec.message) (fun event -> event.Messages)

            return { Messages = messages }
        }

    static member Codec: Codec<SqsEvent> = codec

[<RequireQualifiedAccess>]
module SqsEvent =
    let ofJson element = decode SqsEventConverter.Codec element

    let toJson event = encode SqsEventConverter.Codec event
