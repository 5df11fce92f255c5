namespace LambdaClient.FSharp

// A record and its converter are one recursive group, in which the compiler does not know yet that the record is never null.
#nowarn "3261"

open System
open System.Net
open System.Text.Json.Serialization
open LambdaClient.FSharp.Codec

type S3Record =
    {
        EventName: string
        Time: DateTimeOffset option
        Region: string
        Bucket: string
        BucketArn: string
        Key: string
        SizeBytes: int64 option
        ETag: string option
        VersionId: string option
        Sequencer: string option
    }

type private S3Bucket = { Name: string; Arn: string }

type private S3Object =
    {
        ObjectKey: string
        Size: int64 option
        Tag: string option
        Version: string option
        Order: string option
    }

type private S3Part = { Of: S3Bucket; Object: S3Object }

module private S3Codec =
    let private bucket =
        object {
            let! name = required "name" text (fun bucket -> bucket.Name)
            and! arn = required "arn" text (fun bucket -> bucket.Arn)
            return { Name = name; Arn = arn }
        }

    let private encodedKey =
        text
        |> refine (fun key -> Ok(nonNull (WebUtility.UrlDecode key))) (fun (key: string) ->
            nonNull (WebUtility.UrlEncode key))

    let private objectOf =
        object {
            let! key = required "key" encodedKey (fun part -> part.ObjectKey)
            and! size = lenient "size" longInteger (fun part -> part.Size)
            and! tag = lenient "eTag" text (fun part -> part.Tag)
            and! version = lenient "versionId" text (fun part -> part.Version)
            and! order = lenient "sequencer" text (fun part -> part.Order)

            return
                {
                    ObjectKey = key
                    Size = size
                    Tag = tag
                    Version = version
                    Order = order
                }
        }

    let private part =
        object {
            let! bucket = required "bucket" bucket (fun part -> part.Of)
            and! object = required "object" objectOf (fun part -> part.Object)
            return { Of = bucket; Object = object }
        }

    let record =
        object {
            let! () = constant "eventSource" "aws:s3"
            and! eventName = required "eventName" text (fun record -> record.EventName)
            and! time = lenient "eventTime" moment (fun (record: S3Record) -> record.Time)
            and! region = required "awsRegion" text (fun (record: S3Record) -> record.Region)

            and! part =
                required "s3" part (fun (record: S3Record) ->
                    {
                        Of =
                            {
                                Name = record.Bucket
                                Arn = record.BucketArn
                            }
                        Object =
                            {
                                ObjectKey = record.Key
                                Size = record.SizeBytes
                                Tag = record.ETag
                                Version = record.VersionId
                                Order = record.Sequencer
                            }
                    })

            return
                {
                    EventName = eventName
                    Time = time
                    Region = region
                    Bucket = part.Of.Name
                    BucketArn = part.Of.Arn
                    Key = part.Object.ObjectKey
                    SizeBytes = part.Object.Size
                    ETag = part.Object.Tag
                    VersionId = part.Object.Version
                    Sequencer = part.Object.Order
                }
        }

[<JsonConverter(typeof<S3EventConverter>)>]
type S3Event = { Records: S3Record list }

and internal S3EventConverter() =
    inherit EventConverter<S3Event>(S3EventConverter.Codec)

    static let codec: Codec<S3Event> =
        object {
            let! records = required "Records" (list S3Codec.record) (fun event -> event.Records)
            return { Records = records }
        }

    static member Codec: Codec<S3Event> = codec

[<RequireQualifiedAccess>]
module S3Event =
    let ofJson element = decode S3EventConverter.Codec element
    let toJson event = encode S3EventConverter.Codec event
