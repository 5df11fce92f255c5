namespace LambdaClient.FSharp

open System
open System.Collections.Immutable
open System.Text.Json

/// <summary>One record of a Kinesis data stream.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
type KinesisRecord =
    {
        /// <summary>The key by which the sender chose the shard. Records with one key are in the order they were sent in.</summary>
        PartitionKey: string
        /// <summary>The record's place in its shard, a decimal number, by which a failure is reported; not empty.</summary>
        SequenceNumber: string
        /// <summary>What was sent.</summary>
        Data: ImmutableArray<byte>
        /// <summary>When the stream took it, approximately, to the millisecond.</summary>
        ArrivedAt: DateTimeOffset option
        /// <summary>The id of the event: the shard's id, a colon, and the sequence number.</summary>
        EventId: string
        /// <summary>The ARN of the stream, or of the consumer with enhanced fan-out.</summary>
        StreamArn: string
        /// <summary>The region of the stream.</summary>
        Region: string
    }

/// <summary>A batch of records from one shard, in the shard's order.</summary>
/// <remarks>
/// Immutable; safe on any thread. System.Text.Json reads and writes it as Kinesis does. Source: AWS Lambda Developer Guide, "Using Lambda to
/// process records from Amazon Kinesis Data Streams" (https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html).
/// </remarks>
type KinesisEvent =
    {
        /// <summary>The records.</summary>
        Records: KinesisRecord list
    }

/// <summary>Reading and writing batches of a Kinesis data stream.</summary>
[<RequireQualifiedAccess>]
module KinesisEvent =
    /// <summary>Reads a batch. Members that the records do not have are passed over.</summary>
    /// <param name="element">The event.</param>
    /// <returns>The batch, or the first place where the JSON is none of Kinesis. Throws nothing.</returns>
    val ofJson: element: JsonElement -> Result<KinesisEvent, EventError>

    /// <summary>Writes a batch as Kinesis sends it, in UTF-8, for tests.</summary>
    /// <param name="event">The batch.</param>
    val toJson: event: KinesisEvent -> byte[]
