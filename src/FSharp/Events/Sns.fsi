namespace LambdaClient.FSharp

open System
open System.Text.Json

/// <summary>A value that the publisher attached to an SNS message.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
type SnsAttribute =
    {
        /// <summary><c>String</c>, <c>String.Array</c>, <c>Number</c> or <c>Binary</c>.</summary>
        DataType: string
        /// <summary>The value as text; a binary one in base64.</summary>
        Value: string
    }

/// <summary>A message of an SNS topic.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
type SnsMessage =
    {
        /// <summary>The id of the message; the same when it is delivered again.</summary>
        MessageId: string
        /// <summary>The ARN of the topic.</summary>
        TopicArn: string
        /// <summary>The ARN of the subscription by which the function got it.</summary>
        SubscriptionArn: string option
        /// <summary>The subject, if the publisher gave one.</summary>
        Subject: string option
        /// <summary>What was published.</summary>
        Body: string
        /// <summary>When it was published.</summary>
        PublishedAt: DateTimeOffset option
        /// <summary>What the publisher attached, by name.</summary>
        Attributes: Map<string, SnsAttribute>
    }

/// <summary>An event of SNS: one message, though the format has room for more.</summary>
/// <remarks>
/// Immutable; safe on any thread. System.Text.Json reads and writes it as SNS does. Source: AWS Lambda Developer Guide, "Invoking Lambda
/// functions with Amazon SNS notifications" (https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html).
/// </remarks>
type SnsEvent =
    {
        /// <summary>The messages.</summary>
        Messages: SnsMessage list
    }

/// <summary>Reading and writing events of SNS.</summary>
[<RequireQualifiedAccess>]
module SnsEvent =
    /// <summary>Reads an event. Members that the records do not have are passed over.</summary>
    /// <param name="element">The event.</param>
    /// <returns>The messages, or the first place where the JSON is no SNS event. Throws nothing.</returns>
    val ofJson: element: JsonElement -> Result<SnsEvent, EventError>

    /// <summary>Writes an event as SNS sends it, in UTF-8, for tests.</summary>
    /// <param name="event">The event.</param>
    val toJson: event: SnsEvent -> byte[]
