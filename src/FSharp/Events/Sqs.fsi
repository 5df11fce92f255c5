namespace LambdaClient.FSharp

open System
open System.Collections.Immutable
open System.Text.Json

/// <summary>A value that the sender of an SQS message attached to it.</summary>
/// <remarks>Immutable; safe on any thread. Source: Amazon SQS Developer Guide, "Amazon SQS message metadata".</remarks>
[<RequireQualifiedAccess>]
type SqsAttribute =
    /// <summary>Text; the type is <c>String</c> or <c>Number</c>, with a label of the sender's own behind a dot if it chose one.</summary>
    | Text of dataType: string * value: string
    /// <summary>Bytes; the type is <c>Binary</c>, or that and a label.</summary>
    | Binary of dataType: string * value: ImmutableArray<byte>

/// <summary>One message of an SQS batch.</summary>
/// <remarks>
/// Immutable; safe on any thread. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", Example Amazon SQS message event.
/// </remarks>
type SqsMessage =
    {
        /// <summary>The id by which a failure of this message is reported; not empty.</summary>
        MessageId: string
        /// <summary>The handle by which this receipt of the message is deleted.</summary>
        ReceiptHandle: string
        /// <summary>What was sent.</summary>
        Body: string
        /// <summary>How often the message was received, this time included, as the queue counts approximately; 1 or more, and 1 where the queue does not say.</summary>
        ReceiveCount: int
        /// <summary>When the message was sent.</summary>
        SentAt: DateTimeOffset option
        /// <summary>Who sent it: an IAM user id, a role id with session name, or an IP address.</summary>
        SenderId: string option
        /// <summary>
        /// The message group. A FIFO queue delivers the messages of a group in order; a standard queue may have groups too (fair
        /// queues) and promises no order.
        /// </summary>
        GroupId: string option
        /// <summary>The message's place in a FIFO queue: 20 digits.</summary>
        SequenceNumber: string option
        /// <summary>What the sender attached, by name.</summary>
        Attributes: Map<string, SqsAttribute>
        /// <summary>The MD5 digest of the body, in hexadecimal.</summary>
        BodyMd5: string option
        /// <summary>The ARN of the queue.</summary>
        QueueArn: string
        /// <summary>The queue's region.</summary>
        Region: string
    }

    /// <summary>Whether the queue is a FIFO queue: the name of every such queue, and of no other, ends with <c>.fifo</c>.</summary>
    member IsFifo: bool

/// <summary>A batch of messages from one SQS queue.</summary>
/// <remarks>
/// Immutable; safe on any thread. System.Text.Json reads and writes it as SQS does. Source: AWS Lambda Developer Guide, "Using Lambda with
/// Amazon SQS" (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
/// </remarks>
type SqsEvent =
    {
        /// <summary>The messages; up to 10,000 of a standard queue, up to 10 of a FIFO queue.</summary>
        Messages: SqsMessage list
    }

/// <summary>Reading and writing SQS batches.</summary>
[<RequireQualifiedAccess>]
module SqsEvent =
    /// <summary>Reads a batch. Members that the records do not have are passed over.</summary>
    /// <param name="element">The event.</param>
    /// <returns>The batch, or the first place where the JSON is no SQS batch. Throws nothing.</returns>
    val ofJson: element: JsonElement -> Result<SqsEvent, EventError>

    /// <summary>Writes a batch as SQS sends it, in UTF-8, for tests.</summary>
    /// <param name="event">The batch.</param>
    val toJson: event: SqsEvent -> byte[]
