namespace LambdaClient.FSharp

open System
open System.Diagnostics.CodeAnalysis
open System.Text.Json
open System.Text.Json.Serialization.Metadata

/// <summary>The event of the invocation, in the form that is asked for.</summary>
[<RequireQualifiedAccess>]
module Event =

    /// <summary>The event as a value, by the JSON options of the runtime. What is no such value ends the computation.</summary>
    [<RequiresUnreferencedCode("Reads types by reflection; ahead of time, use jsonWith.");
      RequiresDynamicCode("Reads types by reflection; ahead of time, use jsonWith.")>]
    val json<'T> : Read<'T>

    /// <summary>As <c>json</c>, with type information that was generated or made by hand.</summary>
    val jsonWith: typeInfo: JsonTypeInfo<'T> -> Read<'T>

    /// <summary>The event as a JSON document that can be looked into; it stays valid after the invocation.</summary>
    val element: Read<JsonElement>

    /// <summary>The event's bytes, exactly as the caller of the function sent them, not copied.</summary>
    val bytes: Read<ReadOnlyMemory<byte>>

    /// <summary>The event as UTF-8 text. Bytes that are not UTF-8 end the computation, with a <c>DecodeError</c>.</summary>
    val text: Read<string>
