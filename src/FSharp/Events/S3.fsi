namespace LambdaClient.FSharp

open System
open System.Text.Json

/// <summary>Something that happened to an object in a bucket.</summary>
/// <remarks>
/// Immutable; safe on any thread. Source: Amazon S3 User Guide, "Event message structure"
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
/// </remarks>
type S3Record =
    {
        /// <summary>
        /// What happened, such as <c>ObjectCreated:Put</c>. Events of restoring, lifecycle, tiering and replication have <c>s3:</c> in front, as in
        /// <c>s3:ObjectRestore:Completed</c>; it is kept as it is sent.
        /// </summary>
        EventName: string
        /// <summary>When S3 finished the request.</summary>
        Time: DateTimeOffset option
        /// <summary>The region of the bucket.</summary>
        Region: string
        /// <summary>The name of the bucket.</summary>
        Bucket: string
        /// <summary>The ARN of the bucket.</summary>
        BucketArn: string
        /// <summary>The key of the object, decoded: the event has it encoded as a form is, a space as a plus.</summary>
        Key: string
        /// <summary>The size of the object in bytes; none where it was deleted.</summary>
        SizeBytes: int64 option
        /// <summary>The entity tag of the object; none where it was deleted.</summary>
        ETag: string option
        /// <summary>The version of the object, in a bucket with versions.</summary>
        VersionId: string option
        /// <summary>
        /// Tells the order of the creations and deletions of one key: a hexadecimal number, longer or shorter, to be compared after the
        /// shorter was filled up with zeros on the right.
        /// </summary>
        Sequencer: string option
    }

/// <summary>A notification of S3: one record, though the format has room for more.</summary>
/// <remarks>
/// Immutable; safe on any thread. System.Text.Json reads and writes it as S3 does. Source: AWS Lambda Developer Guide, "Process Amazon S3 event
/// notifications with Lambda" (https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html).
/// </remarks>
type S3Event =
    {
        /// <summary>What happened.</summary>
        Records: S3Record list
    }

/// <summary>Reading and writing notifications of S3.</summary>
[<RequireQualifiedAccess>]
module S3Event =
    /// <summary>Reads a notification. Members that the records do not have are passed over.</summary>
    /// <param name="element">The event.</param>
    /// <returns>The notification, or the first place where the JSON is none of S3. Throws nothing.</returns>
    val ofJson: element: JsonElement -> Result<S3Event, EventError>

    /// <summary>Writes a notification as S3 sends it, in UTF-8, for tests.</summary>
    /// <param name="event">The notification.</param>
    val toJson: event: S3Event -> byte[]
