namespace LambdaClient.FSharp

// A record and its converter are one recursive group, in which the compiler does not know yet that the record is never null.
#nowarn "3261"

open System
open System.Collections.Immutable
open System.Text.Json
open System.Text.Json.Serialization
open LambdaClient.FSharp.Codec

[<RequireQualifiedAccess>]
type AttributeValue =
    | String of string
    | Number of string
    | Binary of ImmutableArray<byte>
    | Bool of bool
    | Null
    | Map of Map<string, AttributeValue>
    | List of AttributeValue list
    | StringSet of string list
    | NumberSet of string list
    | BinarySet of ImmutableArray<byte> list

type DynamoDbChange =
    | Insert
    | Modify
    | Remove

type DynamoDbRecord =
    {
        EventId: string
        Change: DynamoDbChange
        Keys: Map<string, AttributeValue>
        NewImage: Map<string, AttributeValue> option
        OldImage: Map<string, AttributeValue> option
        SequenceNumber: string
        ChangedAt: DateTimeOffset option
        StreamArn: string
        Region: string
        ServicePrincipal: string option
    }

    member record.IsExpiry =
        record.Change = Remove
        && record.ServicePrincipal = Some "dynamodb.amazonaws.com"

type private StreamPart =
    {
        Key: Map<string, AttributeValue>
        After: Map<string, AttributeValue> option
        Before: Map<string, AttributeValue> option
        Sequence: string
        Time: DateTimeOffset option
    }

module private DynamoDbCodec =
    /// Reads a member's value as a case, and puts the member's name into the path of what is wrong.
    let private case name codec make (element: JsonElement) =
        match codec.Read element with
        | Ok value -> Ok(make value)
        | Error error ->
            Error
                { error with
                    Path = "." + name + error.Path
                }

    let private attributeValue =
        recursive (fun value ->
            let texts = list text
            let bytes = list base64
            let values = list value
            let members = map value

            let read (element: JsonElement) =
                let mutable found =
                    if element.ValueKind = JsonValueKind.Object then
                        element.EnumerateObject()
                    else
                        Unchecked.defaultof<_>

                if not (found.MoveNext()) then
                    Error
                        {
                            Path = ""
                            Problem = "is no attribute value, which is an object with one member, its type"
                        }
                else
                    let inner = found.Current.Value

                    match found.Current.Name with
                    | "S" -> case "S" text AttributeValue.String inner
                    | "N" -> case "N" text AttributeValue.Number inner
                    | "B" -> case "B" base64 AttributeValue.Binary inner
                    | "BOOL" -> case "BOOL" flag AttributeValue.Bool inner
                    | "NULL" -> case "NULL" flag (fun _ -> AttributeValue.Null) inner
                    | "M" -> case "M" members AttributeValue.Map inner
                    | "L" -> case "L" values AttributeValue.List inner
                    | "SS" -> case "SS" texts AttributeValue.StringSet inner
                    | "NS" -> case "NS" texts AttributeValue.NumberSet inner
                    | "BS" -> case "BS" bytes AttributeValue.BinarySet inner
                    | other ->
                        Error
                            {
                                Path = ""
                                Problem = $"has the type \"{shown other}\", which DynamoDB does not have"
                            }

            let write (writer: Utf8JsonWriter) attribute =
                let put (name: string) codec value =
                    writer.WriteStartObject()
                    writer.WritePropertyName name
                    codec.Write writer value
                    writer.WriteEndObject()

                match attribute with
                | AttributeValue.String value -> put "S" text value
                | AttributeValue.Number value -> put "N" text value
                | AttributeValue.Binary value -> put "B" base64 value
                | AttributeValue.Bool value -> put "BOOL" flag value
                | AttributeValue.Null -> put "NULL" flag true
                | AttributeValue.Map value -> put "M" members value
                | AttributeValue.List value -> put "L" values value
                | AttributeValue.StringSet value -> put "SS" texts value
                | AttributeValue.NumberSet value -> put "NS" texts value
                | AttributeValue.BinarySet value -> put "BS" bytes value

            {
                Read = fun element -> guarded (fun () -> read element)
                Write = write
            })

    let private item = map attributeValue

    let private part =
        object {
            let! key = required "Keys" item (fun part -> part.Key)
            and! after = optional "NewImage" item (fun part -> part.After)
            and! before = optional "OldImage" item (fun part -> part.Before)

            and! sequence =
                required "SequenceNumber" identifier (fun (part: StreamPart) -> part.Sequence)

            and! time =
                lenient "ApproximateCreationDateTime" seconds (fun (part: StreamPart) -> part.Time)

            return
                {
                    Key = key
                    After = after
                    Before = before
                    Sequence = sequence
                    Time = time
                }
        }

    let private change =
        text
        |> refine
            (fun name ->
                match name with
                | "INSERT" -> Ok Insert
                | "MODIFY" -> Ok Modify
                | "REMOVE" -> Ok Remove
                | _ -> Error $"is \"{shown name}\", not INSERT, MODIFY or REMOVE")
            (fun change ->
                match change with
                | Insert -> "INSERT"
                | Modify -> "MODIFY"
                | Remove -> "REMOVE")

    /// The principal where it is a service; of others nothing is documented.
    let private service =
        object {
            let! kind = required "type" text (fun (_: string option) -> "Service")
            and! principal = lenient "principalId" text id
            return if kind = "Service" then principal else None
        }

    let record =
        object {
            let! () = constant "eventSource" "aws:dynamodb"

            and! eventId =
                required "eventID" text (fun (record: DynamoDbRecord) -> record.EventId)

            and! change = required "eventName" change (fun record -> record.Change)

            and! part =
                required "dynamodb" part (fun record ->
                    {
                        Key = record.Keys
                        After = record.NewImage
                        Before = record.OldImage
                        Sequence = record.SequenceNumber
                        Time = record.ChangedAt
                    })

            and! streamArn =
                required "eventSourceARN" text (fun (record: DynamoDbRecord) -> record.StreamArn)

            and! region =
                required "awsRegion" text (fun (record: DynamoDbRecord) -> record.Region)

            and! principal =
                lenient "userIdentity" service (fun record -> record.ServicePrincipal |> Option.map Some)

            return
                {
                    EventId = eventId
                    Change = change
                    Keys = part.Key
                    NewImage = part.After
                    OldImage = part.Before
                    SequenceNumber = part.Sequence
                    ChangedAt = part.Time
                    StreamArn = streamArn
                    Region = region
                    ServicePrincipal = Option.flatten principal
                }
        }

[<JsonConverter(typeof<DynamoDbEventConverter>)>]
type DynamoDbEvent = { Records: DynamoDbRecord list }

and internal DynamoDbEventConverter() =
    inherit EventConverter<DynamoDbEvent>(DynamoDbEventConverter.Codec)

    static let codec: Codec<DynamoDbEvent> =
        object {
            let! records =
                required "Records" (list DynamoDbCodec.record) (fun (event: DynamoDbEvent) -> event.Records)

            return ({ Records = records }: DynamoDbEvent)
        }

    static member Codec: Codec<DynamoDbEvent> = codec

[<RequireQualifiedAccess>]
module DynamoDbEvent =
    let ofJson element =
        decode DynamoDbEventConverter.Codec element

    let toJson event =
        encode DynamoDbEventConverter.Codec event
