namespace LambdaClient.FSharp

open System.Collections.Immutable
open System.Diagnostics.CodeAnalysis
open System.Text.Json
open System.Text.Json.Serialization.Metadata

/// <summary>An HTTP response that is sent whole, in the form that the service in front of the function reads.</summary>
/// <remarks>
/// Immutable; safe on any thread: <c>HttpResponse.text "gone" |> HttpResponse.withStatus 410 |> HttpResponse.toApiGatewayV2</c>. For one
/// that is sent while it is made, see <c>Respond.httpStream</c>.
/// </remarks>
type HttpResponse =
    {
        /// <summary>The status, from 100 to 599.</summary>
        Status: int
        /// <summary>
        /// The header fields, each with its values in order. Names compare without case; a field named <c>Set-Cookie</c> is sent as cookies.
        /// </summary>
        Headers: Map<string, string list>
        /// <summary>The values of the <c>Set-Cookie</c> fields.</summary>
        Cookies: string list
        /// <summary>The body.</summary>
        Body: HttpBody
    }

/// <summary>Making HTTP responses, and writing them for each service.</summary>
[<RequireQualifiedAccess>]
module HttpResponse =
    /// <summary>A response with status 200, no header fields and no body.</summary>
    val empty: HttpResponse

    /// <summary>Text, as <c>text/plain</c> in UTF-8.</summary>
    /// <param name="body">The text.</param>
    val text: body: string -> HttpResponse

    /// <summary>JSON that is there already, as text.</summary>
    /// <param name="body">The JSON.</param>
    val json: body: string -> HttpResponse

    /// <summary>A value as JSON, by the JSON options of the runtime: <c>let! response = HttpResponse.jsonOf order</c>.</summary>
    /// <param name="value">The value; one that has no JSON ends the computation.</param>
    [<RequiresUnreferencedCode("Reads types by reflection; ahead of time, use jsonOfWith.");
      RequiresDynamicCode("Reads types by reflection; ahead of time, use jsonOfWith.")>]
    val jsonOf: value: 'T -> Read<HttpResponse>

    /// <summary>As <c>jsonOf</c>, with type information that was generated or made by hand.</summary>
    /// <param name="typeInfo">How the value is written.</param>
    /// <param name="value">The value.</param>
    val jsonOfWith: typeInfo: JsonTypeInfo<'T> -> value: 'T -> Read<HttpResponse>

    /// <summary>Bytes.</summary>
    /// <param name="contentType">Their media type.</param>
    /// <param name="body">The bytes.</param>
    val bytes: contentType: string -> body: ImmutableArray<byte> -> HttpResponse

    /// <summary>The same with another status.</summary>
    /// <param name="status">The status, from 100 to 599.</param>
    /// <param name="response">The response.</param>
    val withStatus: status: int -> response: HttpResponse -> HttpResponse

    /// <summary>The same with one value of a header field, which replaces those it had. <c>Set-Cookie</c> replaces all cookies.</summary>
    /// <param name="name">The name of the field, in any case.</param>
    /// <param name="value">The value.</param>
    /// <param name="response">The response.</param>
    val withHeader: name: string -> value: string -> response: HttpResponse -> HttpResponse

    /// <summary>The same with one more value of a header field. <c>Set-Cookie</c> adds a cookie.</summary>
    /// <param name="name">The name of the field, in any case.</param>
    /// <param name="value">The value.</param>
    /// <param name="response">The response.</param>
    val addHeader: name: string -> value: string -> response: HttpResponse -> HttpResponse

    /// <summary>The same with another media type.</summary>
    /// <param name="value">The media type.</param>
    /// <param name="response">The response.</param>
    val withContentType: value: string -> response: HttpResponse -> HttpResponse

    /// <summary>The same with one more cookie.</summary>
    /// <param name="value">The value of the <c>Set-Cookie</c> field (RFC 6265, section 4.1).</param>
    /// <param name="response">The response.</param>
    val withCookie: value: string -> response: HttpResponse -> HttpResponse

    /// <summary>For payload format 1.0. Source: API Gateway Developer Guide, "Output format of a Lambda function for proxy integration".</summary>
    /// <param name="response">The response.</param>
    /// <returns>
    /// The answer: <c>return! response |> HttpResponse.toApiGatewayV1</c>. Or what a streamed response is refused for too: a status that is not
    /// from 100 to 599, a name that is not a token, a control character in a value (<c>HttpPrelude.Validate</c>).
    /// </returns>
    val toApiGatewayV1: response: HttpResponse -> Result<Response, LambdaError>

    /// <summary>
    /// For payload format 2.0 and function URLs: several values of a header field are joined with commas (RFC 9110, section 5.3). Source: AWS
    /// Lambda Developer Guide, "Invoking Lambda function URLs", Response payload format.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <returns>The answer, or an error like that of <c>toApiGatewayV1</c>.</returns>
    val toApiGatewayV2: response: HttpResponse -> Result<Response, LambdaError>

    /// <summary>
    /// For a load balancer, in the form that its target group expects. Source: User Guide for Application Load Balancers, "Use Lambda functions
    /// as targets of an Application Load Balancer", Respond to the load balancer.
    /// </summary>
    /// <param name="request">The request that is answered.</param>
    /// <param name="response">The response.</param>
    /// <returns>
    /// The answer, or an error like that of <c>toApiGatewayV1</c>; <c>CookiesError</c> where there are several cookies and the target group has no multi-value headers, which can carry one.
    /// </returns>
    val toAlb: request: AlbRequest -> response: HttpResponse -> Result<Response, LambdaError>

    /// <summary>Reads an answer in payload format 1.0, or that of a multi-value target group, for tests.</summary>
    /// <param name="element">The answer.</param>
    val ofApiGatewayV1: element: JsonElement -> Result<HttpResponse, EventError>

    /// <summary>Reads an answer in payload format 2.0, for tests.</summary>
    /// <param name="element">The answer.</param>
    val ofApiGatewayV2: element: JsonElement -> Result<HttpResponse, EventError>
