namespace LambdaClient.FSharp

open System.Diagnostics.CodeAnalysis
open System.Text.Json
open System.Text.Json.Serialization.Metadata

/// <summary>The event that an HTTP request came in.</summary>
[<RequireQualifiedAccess>]
type HttpEvent =
    /// <summary>Payload format 1.0.</summary>
    | ApiGatewayV1 of ApiGatewayV1Request
    /// <summary>Payload format 2.0, a function URL's too.</summary>
    | ApiGatewayV2 of ApiGatewayV2Request
    /// <summary>A load balancer.</summary>
    | Alb of AlbRequest

/// <summary>An HTTP request, whichever service sent it.</summary>
/// <remarks>Immutable; safe on any thread. <c>Event.request</c> reads one, <c>HttpRequest.respond</c> answers it.</remarks>
type HttpRequest =
    {
        /// <summary>The method, in upper case.</summary>
        Method: string
        /// <summary>The path that the client called, encoded as it was.</summary>
        Path: string
        /// <summary>The header fields, each with its values: <c>HttpHeaders.tryFind</c> finds any case.</summary>
        Headers: Map<string, string list>
        /// <summary>The query parameters, decoded. In payload format 2.0 several values of one are joined with commas.</summary>
        Query: Map<string, string list>
        /// <summary>The cookies by name; the first of those with one name.</summary>
        Cookies: Map<string, string>
        /// <summary>The body.</summary>
        Body: HttpBody
        /// <summary>The event, with what its service alone tells.</summary>
        Event: HttpEvent
    }

/// <summary>Reading requests of any service, and answering them.</summary>
[<RequireQualifiedAccess>]
module HttpRequest =
    /// <summary>Of an event that was read.</summary>
    /// <param name="event">The event.</param>
    val ofEvent: event: HttpEvent -> HttpRequest

    /// <summary>Of an event in JSON.</summary>
    /// <param name="element">The event.</param>
    /// <returns>The request, or why the event is none. Throws nothing.</returns>
    val ofJson: element: JsonElement -> Result<HttpRequest, EventError>

    /// <summary>The answer, in the form that the service which sent the request reads.</summary>
    /// <param name="request">The request that is answered.</param>
    /// <param name="response">The response.</param>
    /// <returns>The answer, or an error of <c>HttpResponse.toAlb</c> and its neighbours.</returns>
    val respond: request: HttpRequest -> response: HttpResponse -> Result<Response, LambdaError>

/// <summary>Opened with the namespace.</summary>
[<AutoOpen>]
module HttpEvents =

    /// <summary>HTTP requests, next to the other functions on the event.</summary>
    [<RequireQualifiedAccess>]
    module Event =

        /// <summary>The event as an HTTP request, whichever service sent it.</summary>
        val request: Read<HttpRequest>

        /// <summary>The body of an HTTP request, read as JSON with the runtime's options.</summary>
        /// <returns>The value; <c>LambdaError.Undecodable</c> with the place in the body; or an error of <c>request</c>.</returns>
        [<RequiresUnreferencedCode("Reads types by reflection; ahead of time, use bodyWith.");
          RequiresDynamicCode("Reads types by reflection; ahead of time, use bodyWith.")>]
        val body<'T> : Read<'T>

        /// <summary>As <c>body</c>, with type information that was generated or made by hand.</summary>
        /// <param name="typeInfo">How the body is read.</param>
        val bodyWith: typeInfo: JsonTypeInfo<'T> -> Read<'T>

    /// <summary>A request of a method and a path; the case's value is what stands in the places of the template, decoded, in order.</summary>
    /// <remarks>
    /// <c>match request with Route "GET" "/items/{id}" [ id ] -> …</c>. A part in braces stands for one part of the path; one that ends with a
    /// plus, such as <c>{rest+}</c>, stands for the rest of it and is the last. Case counts. A slash at the end is a part that is empty.
    /// </remarks>
    [<return: Struct>]
    val (|Route|_|): method: string -> template: string -> request: HttpRequest -> string list voption
