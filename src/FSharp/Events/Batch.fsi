namespace LambdaClient.FSharp


/// <summary>The records of a batch, and what their service demands of whoever handles them.</summary>
/// <remarks>Immutable; safe on any thread. <c>Batch</c> makes one out of an event.</remarks>
[<Sealed>]
type Batch<'record> =
    /// <summary>The records, in the order of the event.</summary>
    member Records: 'record list

/// <summary>What became of the records of a batch: each is in exactly one of the first three lists.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
type BatchReport<'record> =
    {
        /// <summary>Those that were handled, in the order of the event.</summary>
        Succeeded: 'record list
        /// <summary>
        /// Those that failed, and why, in the order of the event. Those that were still being handled when the token ended are among them,
        /// as <c>RecordUnfinished</c>.
        /// </summary>
        Failed: ('record * LambdaError) list
        /// <summary>Those that were not begun, because of order or because the token ended.</summary>
        Unprocessed: 'record list
        /// <summary>What is reported to the service: the records that it is to deliver again, or the first of them.</summary>
        ItemIdentifiers: string list
    }

/// <summary>Handling the records of a batch one by one, and reporting those that failed.</summary>
/// <remarks>
/// The event source mapping must ask for it (<c>FunctionResponseTypes</c> contains <c>ReportBatchItemFailures</c>): without that, the service
/// takes any answer for the success of the whole batch. Source: AWS Lambda Developer Guide, "Handling errors for an SQS event source in
/// Lambda" (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html), "Configuring partial batch response with Kinesis Data
/// Streams and Lambda" and "Configuring partial batch response with DynamoDB and Lambda".
/// </remarks>
[<RequireQualifiedAccess>]
module Batch =
    /// <summary>
    /// The messages of an SQS batch. Those of a standard queue are handled in any order. Of a FIFO queue, the messages of a group are handled
    /// one after the other, and none after the first that fails: it and the rest of its group are reported, so that the order is
    /// kept when they come again. Other groups go on.
    /// </summary>
    /// <param name="event">The batch.</param>
    val ofSqs: event: SqsEvent -> Batch<SqsMessage>

    /// <summary>
    /// The records of a Kinesis batch. Those with one partition key are handled one after the other. The service delivers again from the lowest
    /// sequence number that is reported, so one is reported: that of the first record that did not succeed; and no record after it
    /// is begun.
    /// </summary>
    /// <param name="event">The batch.</param>
    val ofKinesis: event: KinesisEvent -> Batch<KinesisRecord>

    /// <summary>The records of a DynamoDB batch, as of a Kinesis batch; those of one item are handled one after the other.</summary>
    /// <param name="event">The batch.</param>
    val ofDynamoDb: event: DynamoDbEvent -> Batch<DynamoDbRecord>

    /// <summary>Handles each record at most once, side by side.</summary>
    /// <remarks>
    /// A failure or an exception concerns its record alone. Once the token of the invocation has ended no record is begun, and the batch is
    /// answered, at most 50 ms later: a record that has not ended then is a failure, and its handler is left behind. A handler whose records may
    /// take long should heed the token (<c>Lambda.cancellation</c>), because what goes on behind an answer may be done twice.
    /// </remarks>
    /// <param name="limit">How many records are handled at the same time: 1 or more. With 1 they are handled in the order of the event.</param>
    /// <param name="handle">Handles a record; may be called on any thread of the pool.</param>
    /// <param name="batch">The records.</param>
    /// <returns>What became of them; fails only with <c>BatchLimitError</c>, where the limit is below 1.</returns>
    val run: limit: int -> handle: ('record -> Lambda<unit>) -> batch: Batch<'record> -> Lambda<BatchReport<'record>>

    /// <summary>The answer that tells the service of a report: <c>{"batchItemFailures":[{"itemIdentifier":…}]}</c>.</summary>
    /// <param name="report">The report.</param>
    val respond: report: BatchReport<'record> -> Response

    /// <summary>As <c>run</c>, with the answer; each failure is written to the log, at level ERROR, with the record's identifier.</summary>
    /// <param name="limit">How many records are handled at the same time: 1 or more.</param>
    /// <param name="handle">Handles a record; may be called on any thread of the pool.</param>
    /// <param name="batch">The records.</param>
    val ``process``: limit: int -> handle: ('record -> Lambda<unit>) -> batch: Batch<'record> -> Handler
