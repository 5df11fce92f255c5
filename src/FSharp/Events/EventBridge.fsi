namespace LambdaClient.FSharp

open System
open System.Text.Json

/// <summary>An event of EventBridge: from an AWS service, from a schedule, or from anybody's own event bus.</summary>
/// <remarks>
/// Immutable; safe on any thread. System.Text.Json reads and writes it as EventBridge does. Source: Amazon EventBridge User Guide, "Event
/// structure reference" (https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html).
/// </remarks>
type EventBridgeEvent =
    {
        /// <summary>The id of the event; the same in each delivery.</summary>
        Id: string
        /// <summary>Who sent it, such as <c>aws.ec2</c>.</summary>
        Source: string
        /// <summary>What the detail is, with the source.</summary>
        DetailType: string
        /// <summary>The AWS account from which it comes.</summary>
        Account: string
        /// <summary>The region from which it comes.</summary>
        Region: string
        /// <summary>When it was sent, or when it happened; the sender decides.</summary>
        Time: DateTimeOffset option
        /// <summary>The ARNs of the resources that it is about.</summary>
        Resources: string list
        /// <summary>What happened, in the sender's own shape.</summary>
        Detail: JsonPart
    }

/// <summary>Reading and writing events of EventBridge.</summary>
[<RequireQualifiedAccess>]
module EventBridgeEvent =
    /// <summary>Reads an event. Members that the record does not have are passed over.</summary>
    /// <param name="element">The event.</param>
    /// <returns>The event, or the first place where the JSON is none of EventBridge. Throws nothing.</returns>
    val ofJson: element: JsonElement -> Result<EventBridgeEvent, EventError>

    /// <summary>Writes an event as EventBridge sends it, in UTF-8, for tests.</summary>
    /// <param name="event">The event.</param>
    val toJson: event: EventBridgeEvent -> byte[]
