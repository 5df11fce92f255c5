namespace LambdaClient.FSharp

open System.Text.Json

/// <summary>A request from an Application Load Balancer.</summary>
/// <remarks>
/// Immutable; safe on any thread. System.Text.Json reads and writes it as the load balancer does. Source: Elastic Load Balancing, User Guide
/// for Application Load Balancers, "Use Lambda functions as targets of an Application Load Balancer".
/// </remarks>
type AlbRequest =
    {
        /// <summary>The ARN of the target group.</summary>
        TargetGroupArn: string
        /// <summary>The method, in upper case.</summary>
        Method: string
        /// <summary>The path that the client called, encoded as it was.</summary>
        Path: string
        /// <summary>
        /// Whether the target group sends all values of a header field or query parameter, and expects that of the answer
        /// (<c>lambda.multi_value_headers.enabled</c>). If not, each has the last of its values only.
        /// </summary>
        IsMultiValue: bool
        /// <summary>The header fields by name in lower case.</summary>
        Headers: Map<string, string list>
        /// <summary>The query parameters, encoded as the client wrote them: a load balancer does not decode them.</summary>
        Query: Map<string, string list>
        /// <summary>The body.</summary>
        Body: HttpBody
    }

/// <summary>Reading and writing requests of a load balancer.</summary>
[<RequireQualifiedAccess>]
module AlbRequest =
    /// <summary>Reads a request. Members that the record does not have are passed over.</summary>
    /// <param name="element">The event.</param>
    /// <returns>The request, or the first place where the JSON is none. Throws nothing.</returns>
    val ofJson: element: JsonElement -> Result<AlbRequest, EventError>

    /// <summary>Writes a request as a load balancer sends it, in UTF-8, for tests.</summary>
    /// <param name="request">The request; where it is not multi-value, the last value of each name is written.</param>
    val toJson: request: AlbRequest -> byte[]
