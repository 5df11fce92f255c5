namespace LambdaClient.FSharp

open System
open System.Diagnostics.CodeAnalysis
open System.Text
open System.Text.Json
open System.Text.Json.Serialization.Metadata

/// One function per type, so that asking for an event allocates nothing but the event.
[<RequiresUnreferencedCode("Reads types by reflection."); RequiresDynamicCode("Reads types by reflection.")>]
[<AbstractClass; Sealed>]
type internal EventOf<'T> private () =

    static let read: Read<'T> =
        fun context ->
            match context.JsonOptions with
            | Some options -> Json.decode<'T> options context.Payload
            | None -> Json.decode<'T> (Json.options ()) context.Payload

    static member Read = read

[<RequireQualifiedAccess>]
module Event =

    let json<'T> : Read<'T> = EventOf<'T>.Read

    let jsonWith (typeInfo: JsonTypeInfo<'T>) : Read<'T> =
        fun context -> Json.decodeWith typeInfo context.Payload

    let element: Read<JsonElement> =
        fun context ->
            match context.JsonOptions with
            | Some options -> Json.parseTo (JsonText.depth options) context.Payload
            | None -> Json.parse context.Payload

    let bytes: Read<ReadOnlyMemory<byte>> = fun context -> Ok context.Payload

    let private strict = UTF8Encoding(false, true)

    let text: Read<string> =
        fun context ->
            try
                Ok(strict.GetString context.Payload.Span)
            with :? DecoderFallbackException as e ->
                Error(
                    LambdaError.Undecodable
                        {
                            Path = "$"
                            Type = "UTF-8 text"
                            Line = 1L
                            Column = int64 e.Index + 1L
                            Detail = e.Message
                        }
                )
