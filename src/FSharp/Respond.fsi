namespace LambdaClient.FSharp

open System
open System.Collections.Generic
open System.Diagnostics.CodeAnalysis
open System.IO
open System.Text.Json.Serialization.Metadata
open System.Threading
open System.Threading.Tasks
open LambdaClient

/// <summary>What a streamed answer says about itself as an HTTP response.</summary>
/// <remarks>A record pipeline: <c>Http.status 404 |> Http.header "X-Reason" "gone" |> Http.cookie "seen=1"</c>.</remarks>
[<RequireQualifiedAccess>]
module Http =

    /// <summary>A response with a status from 100 to 599, without header fields and cookies.</summary>
    val status: code: int -> HttpPrelude

    /// <summary>Adds a header field, or replaces it.</summary>
    val header: name: string -> value: string -> prelude: HttpPrelude -> HttpPrelude

    /// <summary>Sets the media type.</summary>
    val contentType: value: string -> prelude: HttpPrelude -> HttpPrelude

    /// <summary>Adds a <c>Set-Cookie</c> field.</summary>
    val cookie: value: string -> prelude: HttpPrelude -> HttpPrelude

/// <summary>Answers. Each ends a handler: <c>return! Respond.json answer</c>.</summary>
[<RequireQualifiedAccess>]
module Respond =

    /// <summary>A value as JSON, by the JSON options of the runtime. A value that has no JSON ends the computation.</summary>
    [<RequiresUnreferencedCode("Reads types by reflection; ahead of time, use jsonWith.");
      RequiresDynamicCode("Reads types by reflection; ahead of time, use jsonWith.")>]
    val json: value: 'T -> Read<Response>

    /// <summary>As <c>json</c>, with type information that was generated or made by hand.</summary>
    val jsonWith: typeInfo: JsonTypeInfo<'T> -> value: 'T -> Read<Response>

    /// <summary>Text, as <c>text/plain</c> in UTF-8.</summary>
    val text: text: string -> Read<Response>

    /// <summary>Bytes of the given media type, 1 to 256 printable ASCII characters. They are not copied.</summary>
    val bytes: contentType: string -> payload: ReadOnlyMemory<byte> -> Read<Response>

    /// <summary>JSON that is there already, as text; sent as it is.</summary>
    val rawJson: json: string -> Read<Response>

    /// <summary>An answer that is sent while it is made. Each write waits until the service takes the bytes.</summary>
    /// <param name="contentType">The media type, 1 to 256 printable ASCII characters.</param>
    /// <param name="write">Writes the whole answer. An exception ends the answer with a failure behind what was sent.</param>
    val stream: contentType: string -> write: (Stream -> CancellationToken -> Task<unit>) -> Read<Response>

    /// <summary>An answer that is sent piece by piece, as the pieces come.</summary>
    val pieces: contentType: string -> pieces: IAsyncEnumerable<ReadOnlyMemory<byte>> -> Read<Response>

    /// <summary>An HTTP response for function URLs and API Gateway with response streaming.</summary>
    val http: prelude: HttpPrelude -> body: ReadOnlyMemory<byte> -> Read<Response>

    /// <summary>As <c>http</c>, with a body that is sent while it is made.</summary>
    val httpStream: prelude: HttpPrelude -> write: (Stream -> CancellationToken -> Task<unit>) -> Read<Response>

    /// <summary>A response that was made elsewhere.</summary>
    val response: response: Response -> Read<Response>
