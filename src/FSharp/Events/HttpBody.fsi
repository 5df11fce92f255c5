namespace LambdaClient.FSharp

open System.Collections.Immutable

/// <summary>The body of an HTTP request or response that travels inside an event.</summary>
/// <remarks>
/// Immutable; safe on any thread. The services send text as it is, and bytes in base64 with <c>isBase64Encoded</c> set; an absent
/// body, null and the empty string are all read as <c>Empty</c>.
/// </remarks>
[<RequireQualifiedAccess>]
type HttpBody =
    /// <summary>No body.</summary>
    | Empty
    /// <summary>Text.</summary>
    | Text of string
    /// <summary>Bytes.</summary>
    | Binary of ImmutableArray<byte>

/// <summary>What a handler does with a body.</summary>
[<RequireQualifiedAccess>]
module HttpBody =
    /// <summary>The bytes of a body: text in UTF-8.</summary>
    /// <param name="body">The body.</param>
    val toBytes: body: HttpBody -> ImmutableArray<byte>

/// <summary>Header fields by name.</summary>
[<RequireQualifiedAccess>]
module HttpHeaders =
    /// <summary>The value of a header field.</summary>
    /// <param name="name">Its name, in any case (RFC 9110, section 5.1).</param>
    /// <param name="headers">The header fields of a request or response.</param>
    val tryFind: name: string -> headers: Map<string, 'value> -> 'value option
