namespace LambdaClient.FSharp

open System
open System.Collections.Immutable
open System.Text.Json

/// <summary>A value of an attribute of an item.</summary>
/// <remarks>Immutable; safe on any thread. Source: Amazon DynamoDB API Reference, AttributeValue.</remarks>
[<RequireQualifiedAccess>]
type AttributeValue =
    /// <summary><c>S</c>: text.</summary>
    | String of string
    /// <summary><c>N</c>: a decimal number of up to 38 digits, as text because no .NET number holds them all.</summary>
    | Number of string
    /// <summary><c>B</c>: bytes.</summary>
    | Binary of ImmutableArray<byte>
    /// <summary><c>BOOL</c>: true or false.</summary>
    | Bool of bool
    /// <summary><c>NULL</c>: nothing.</summary>
    | Null
    /// <summary><c>M</c>: values by name.</summary>
    | Map of Map<string, AttributeValue>
    /// <summary><c>L</c>: values in order.</summary>
    | List of AttributeValue list
    /// <summary><c>SS</c>: texts, all different.</summary>
    | StringSet of string list
    /// <summary><c>NS</c>: numbers, all different.</summary>
    | NumberSet of string list
    /// <summary><c>BS</c>: bytes, all different.</summary>
    | BinarySet of ImmutableArray<byte> list

/// <summary>What was done to an item.</summary>
type DynamoDbChange =
    /// <summary>It is new.</summary>
    | Insert
    /// <summary>An attribute changed.</summary>
    | Modify
    /// <summary>It was deleted.</summary>
    | Remove

/// <summary>One record of a DynamoDB stream: a change to one item.</summary>
/// <remarks>Immutable; safe on any thread. Source: Amazon DynamoDB API Reference, Record and StreamRecord.</remarks>
type DynamoDbRecord =
    {
        /// <summary>The id of the event.</summary>
        EventId: string
        /// <summary>What was done to the item.</summary>
        Change: DynamoDbChange
        /// <summary>The item's primary key. Records with one key are in the order of the changes.</summary>
        Keys: Map<string, AttributeValue>
        /// <summary>The item afterwards, if the stream carries it.</summary>
        NewImage: Map<string, AttributeValue> option
        /// <summary>The item before, if the stream carries it.</summary>
        OldImage: Map<string, AttributeValue> option
        /// <summary>The record's place in its shard, a decimal number, by which a failure is reported; not empty.</summary>
        SequenceNumber: string
        /// <summary>When the change was made, approximately, to the second.</summary>
        ChangedAt: DateTimeOffset option
        /// <summary>The ARN of the stream.</summary>
        StreamArn: string
        /// <summary>The region of the table.</summary>
        Region: string
        /// <summary>The service that made the change, where no user did: <c>dynamodb.amazonaws.com</c> deletes what has expired.</summary>
        ServicePrincipal: string option
    }

    /// <summary>
    /// Whether the item was deleted because its time to live was over (Amazon DynamoDB Developer Guide, "DynamoDB Streams and Time to Live").
    /// </summary>
    member IsExpiry: bool

/// <summary>A batch of records from one shard, in the shard's order.</summary>
/// <remarks>
/// Immutable; safe on any thread. System.Text.Json reads and writes it as DynamoDB does. Source: AWS Lambda Developer Guide, "Using AWS Lambda
/// with Amazon DynamoDB" (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html).
/// </remarks>
type DynamoDbEvent =
    {
        /// <summary>The records.</summary>
        Records: DynamoDbRecord list
    }

/// <summary>Reading and writing batches of a DynamoDB stream.</summary>
[<RequireQualifiedAccess>]
module DynamoDbEvent =
    /// <summary>Reads a batch. Members that the records do not have are passed over.</summary>
    /// <param name="element">The event.</param>
    /// <returns>The batch, or the first place where the JSON is none of DynamoDB. Throws nothing.</returns>
    val ofJson: element: JsonElement -> Result<DynamoDbEvent, EventError>

    /// <summary>Writes a batch as DynamoDB sends it, in UTF-8, for tests.</summary>
    /// <param name="event">The batch.</param>
    val toJson: event: DynamoDbEvent -> byte[]
