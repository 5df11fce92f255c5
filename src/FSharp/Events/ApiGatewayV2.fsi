namespace LambdaClient.FSharp

open System
open System.Text.Json

/// <summary>The HTTP part of a request of payload format 2.0.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
type ApiGatewayV2Http =
    {
        /// <summary>The method, in upper case.</summary>
        Method: string
        /// <summary>The path that the client called.</summary>
        Path: string
        /// <summary>The protocol, such as <c>HTTP/1.1</c>.</summary>
        Protocol: string option
        /// <summary>The address of the client.</summary>
        SourceIp: string option
        /// <summary>The client's user agent.</summary>
        UserAgent: string option
    }

/// <summary>Where a request of payload format 2.0 came in, and who sent it.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
type ApiGatewayV2Context =
    {
        /// <summary>The AWS account that owns the API; <c>anonymous</c> for a function URL without authentication.</summary>
        AccountId: string option
        /// <summary>The id of the API, or of the function URL.</summary>
        ApiId: string option
        /// <summary>The stage; <c>$default</c> for a function URL.</summary>
        Stage: string option
        /// <summary>The id that the service gave the request; not the request id of the invocation.</summary>
        RequestId: string option
        /// <summary>The host that the client called.</summary>
        DomainName: string option
        /// <summary>When the request came in.</summary>
        Time: DateTimeOffset option
        /// <summary>The HTTP part.</summary>
        Http: ApiGatewayV2Http
        /// <summary>What the authorizer found out; its shape depends on the kind of authorizer.</summary>
        Authorizer: JsonPart option
    }

/// <summary>A request in payload format 2.0: HTTP APIs of API Gateway, and function URLs.</summary>
/// <remarks>
/// Immutable; safe on any thread. System.Text.Json reads and writes it as the services do. Source: API Gateway Developer Guide, "Create AWS
/// Lambda proxy integrations for HTTP APIs"; AWS Lambda Developer Guide, "Invoking Lambda function URLs", Request payload format.
/// </remarks>
type ApiGatewayV2Request =
    {
        /// <summary>The route, such as <c>GET /pets/{id}</c>, or <c>$default</c>.</summary>
        RouteKey: string
        /// <summary>The path that the client called, encoded as it was; with the stage in front unless that is <c>$default</c>.</summary>
        Path: string
        /// <summary>The query as the client wrote it, without the question mark; may be empty.</summary>
        QueryString: string
        /// <summary>The cookies, each as <c>name=value</c>.</summary>
        Cookies: string list
        /// <summary>The header fields by name in lower case; several values of one are joined with commas.</summary>
        Headers: Map<string, string>
        /// <summary>The query parameters, decoded; several values of one are joined with commas.</summary>
        Query: Map<string, string>
        /// <summary>The path parameters by name; none for a function URL.</summary>
        PathParameters: Map<string, string>
        /// <summary>The variables of the stage; none for a function URL.</summary>
        StageVariables: Map<string, string>
        /// <summary>Where the request came in, and who sent it.</summary>
        Context: ApiGatewayV2Context
        /// <summary>The body.</summary>
        Body: HttpBody
    }

    /// <summary>The method, in upper case.</summary>
    member Method: string

    /// <summary>
    /// Whether a function URL was called: its host, and no other, is <c>&lt;url-id&gt;.lambda-url.&lt;region&gt;.on.aws</c>.
    /// </summary>
    member IsFunctionUrl: bool

/// <summary>Reading and writing requests of payload format 2.0.</summary>
[<RequireQualifiedAccess>]
module ApiGatewayV2Request =
    /// <summary>Reads a request. Members that the records do not have are passed over.</summary>
    /// <param name="element">The event.</param>
    /// <returns>The request, or the first place where the JSON is none. Throws nothing.</returns>
    val ofJson: element: JsonElement -> Result<ApiGatewayV2Request, EventError>

    /// <summary>Writes a request as the services send it, in UTF-8, for tests.</summary>
    /// <param name="request">The request.</param>
    val toJson: request: ApiGatewayV2Request -> byte[]
