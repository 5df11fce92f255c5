namespace LambdaClient.FSharp

open System
open System.Collections.Generic
open System.IO
open System.Text.Json.Serialization.Metadata
open System.Threading
open System.Threading.Tasks
open LambdaClient
open LambdaClient.FSharp

[<RequireQualifiedAccess>]
module Http =

    let private change (prelude: HttpPrelude) headers cookies =
        HttpPrelude(
            StatusCode = prelude.StatusCode,
            Headers = headers,
            MultiValueHeaders = prelude.MultiValueHeaders,
            Cookies = cookies
        )

    let status code = HttpPrelude(StatusCode = code)

    let header (name: string) (value: string) (prelude: HttpPrelude) =
        change prelude (prelude.Headers.SetItem(name, value)) prelude.Cookies

    let contentType value prelude = header "Content-Type" value prelude

    let cookie (value: string) (prelude: HttpPrelude) =
        change prelude prelude.Headers (prelude.Cookies.Add value)

[<RequireQualifiedAccess>]
module Respond =

    let private writer (write: Stream -> CancellationToken -> Task<unit>) =
        Func<Stream, CancellationToken, Task>(fun stream cancellation ->
            task {
                try
                    do! write stream cancellation
                with e ->
                    return raise (NamedException e)
            })

    let json (value: 'T) : Read<Response> =
        fun context ->
            let encoded =
                match context.JsonOptions with
                | Some options -> Json.encode options value
                | None -> Json.encode (Json.options ()) value

            match encoded with
            | Ok utf8 -> Ok(Response.Json utf8)
            | Error error -> Error error

    let jsonWith (typeInfo: JsonTypeInfo<'T>) (value: 'T) : Read<Response> =
        fun _ ->
            match Json.encodeWith typeInfo value with
            | Ok utf8 -> Ok(Response.Json utf8)
            | Error error -> Error error

    let response (response: Response) : Read<Response> = fun _ -> Ok response

    let text (text: string) = response (Response.Text text)

    let bytes contentType (payload: ReadOnlyMemory<byte>) =
        response (Response.Bytes(payload, contentType))

    let rawJson (json: string) = response (Response.Json json)

    let stream (contentType: string) write =
        response (Response.Streamed(writer write, contentType))

    let pieces (contentType: string) (pieces: IAsyncEnumerable<ReadOnlyMemory<byte>>) =
        response (Response.Streamed(pieces, contentType))

    let httpStream (prelude: HttpPrelude) write =
        response (Response.Streamed(writer write, prelude))

    let http prelude (body: ReadOnlyMemory<byte>) =
        httpStream prelude (fun stream cancellation -> task { do! stream.WriteAsync(body, cancellation) })
