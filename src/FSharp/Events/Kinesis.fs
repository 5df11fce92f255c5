namespace LambdaClient.FSharp

// A record and its converter are one recursive group, in which the compiler does not know yet that the record is never null.
#nowarn "3261"

open System
open System.Collections.Immutable
open System.Text.Json.Serialization
open LambdaClient.FSharp.Codec

type KinesisRecord =
    {
        PartitionKey: string
        SequenceNumber: string
        Data: ImmutableArray<byte>
        ArrivedAt: DateTimeOffset option
        EventId: string
        StreamArn: string
        Region: string
    }

type private KinesisPart =
    {
        Key: string
        Sequence: string
        Bytes: ImmutableArray<byte>
        Arrival: DateTimeOffset option
    }

module private KinesisCodec =
    let private part =
        object {
            let! key = required "partitionKey" text (fun part -> part.Key)
            and! sequence = required "sequenceNumber" identifier (fun part -> part.Sequence)
            and! bytes = required "data" base64 (fun part -> part.Bytes)

            and! arrival =
                lenient "approximateArrivalTimestamp" seconds (fun part -> part.Arrival)

            return
                {
                    Key = key
                    Sequence = sequence
                    Bytes = bytes
                    Arrival = arrival
                }
        }

    let record =
        object {
            let! () = constant "eventSource" "aws:kinesis"

            and! part =
                required "kinesis" part (fun (record: KinesisRecord) ->
                    {
                        Key = record.PartitionKey
                        Sequence = record.SequenceNumber
                        Bytes = record.Data
                        Arrival = record.ArrivedAt
                    })

            and! eventId =
                required "eventID" text (fun (record: KinesisRecord) -> record.EventId)

            and! streamArn =
                required "eventSourceARN" text (fun (record: KinesisRecord) -> record.StreamArn)

            and! region =
                required "awsRegion" text (fun (record: KinesisRecord) -> record.Region)

            return
                {
                    PartitionKey = part.Key
                    SequenceNumber = part.Sequence
                    Data = part.Bytes
                    ArrivedAt = part.Arrival
                    EventId = eventId
                    StreamArn = streamArn
                    Region = region
                }
        }

[<JsonConverter(typeof<KinesisEventConverter>)>]
type KinesisEvent = { Records: KinesisRecord list }

and internal KinesisEventConverter() =
    inherit EventConverter<KinesisEvent>(KinesisEventConverter.Codec)

    static let codec: Codec<KinesisEvent> =
        object {
            let! records =
                required "Records" (list KinesisCodec.record) (fun (event: KinesisEvent) -> event.Records)

            return ({ Records = records }: KinesisEvent)
        }

    static member Codec: Codec<KinesisEvent> = codec

[<RequireQualifiedAccess>]
module KinesisEvent =
    let ofJson element =
        decode KinesisEventConverter.Codec element

    let toJson event =
        encode KinesisEventConverter.Codec event
