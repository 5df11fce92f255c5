namespace LambdaClient.FSharp

open System
open System.Text.Json

/// <summary>Where a request of payload format 1.0 came in, and who sent it.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
type ApiGatewayV1Context =
    {
        /// <summary>The AWS account that owns the API.</summary>
        AccountId: string option
        /// <summary>The id of the API.</summary>
        ApiId: string option
        /// <summary>The stage.</summary>
        Stage: string option
        /// <summary>The id that API Gateway gave the request; not the request id of the invocation.</summary>
        RequestId: string option
        /// <summary>The host that the client called.</summary>
        DomainName: string option
        /// <summary>The protocol, such as <c>HTTP/1.1</c>.</summary>
        Protocol: string option
        /// <summary>When the request came in.</summary>
        Time: DateTimeOffset option
        /// <summary>The address of the client.</summary>
        SourceIp: string option
        /// <summary>The client's user agent.</summary>
        UserAgent: string option
        /// <summary>What the authorizer found out; its shape depends on the kind of authorizer.</summary>
        Authorizer: JsonPart option
    }

/// <summary>A request from API Gateway in payload format 1.0: REST APIs, and HTTP APIs that ask for it.</summary>
/// <remarks>
/// Immutable; safe on any thread. System.Text.Json reads and writes it as API Gateway does. Source: API Gateway Developer Guide, "Create AWS
/// Lambda proxy integrations for HTTP APIs" and "Lambda proxy integrations in API Gateway", Input format.
/// </remarks>
type ApiGatewayV1Request =
    {
        /// <summary>The resource's path with its parameters, such as <c>/pets/{id}</c>.</summary>
        Resource: string
        /// <summary>The path that the client called.</summary>
        Path: string
        /// <summary>The method, in upper case.</summary>
        Method: string
        /// <summary>The header fields, each with all its values, by the name that the client wrote: <c>HttpHeaders.tryFind</c> finds any case.</summary>
        Headers: Map<string, string list>
        /// <summary>The query parameters, decoded, each with all its values.</summary>
        Query: Map<string, string list>
        /// <summary>The path parameters by name.</summary>
        PathParameters: Map<string, string>
        /// <summary>The variables of the stage.</summary>
        StageVariables: Map<string, string>
        /// <summary>Where the request came in, and who sent it.</summary>
        Context: ApiGatewayV1Context
        /// <summary>The body.</summary>
        Body: HttpBody
    }

/// <summary>Reading and writing requests of payload format 1.0.</summary>
[<RequireQualifiedAccess>]
module ApiGatewayV1Request =
    /// <summary>Reads a request. Members that the records do not have are passed over.</summary>
    /// <param name="element">The event.</param>
    /// <returns>The request, or the first place where the JSON is none. Throws nothing.</returns>
    val ofJson: element: JsonElement -> Result<ApiGatewayV1Request, EventError>

    /// <summary>Writes a request as API Gateway sends it, in UTF-8, for tests.</summary>
    /// <param name="request">The request.</param>
    val toJson: request: ApiGatewayV1Request -> byte[]
