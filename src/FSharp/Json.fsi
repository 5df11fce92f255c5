namespace LambdaClient.FSharp

open System
open System.Diagnostics.CodeAnalysis
open System.Text.Json
open System.Text.Json.Serialization.Metadata

/// <summary>JSON with the types of F#, by System.Text.Json.</summary>
/// <remarks>
/// Where options are asked for, any will do; <see cref="M:LambdaClient.FSharp.JsonModule.options"/> is what is taken where none
/// are given. The functions that take a <c>JsonTypeInfo</c> use no reflection, so that they work when compiled ahead of time.
/// </remarks>
[<RequireQualifiedAccess>]
module Json =

    /// <summary>The options that are taken unless others are given.</summary>
    /// <remarks>
    /// Names are written in camel case and read in any case. Every field of a record has to be there, unless it is an option, a
    /// value option or a <c>Skippable</c>: an option that is <c>None</c> is written as null. A union is written as its case's name if no case has fields;
    /// as its value if it has one case with one field; else as an object with the case's name as <c>$type</c> and
    /// its fields by name, with the <c>$type</c> anywhere when it is read. Enums are written by name. A field whose type is <c>string | null</c>
    /// may be null or absent. A number that would become infinite, and NaN, are refused. Text is escaped only where JSON demands it. Lists, arrays and sets are arrays, tuples are arrays too, a map with text keys is an object.
    /// Read-only; copy it (<c>JsonSerializerOptions(Json.options ())</c>) to change something.
    /// </remarks>
    [<RequiresUnreferencedCode("Reads types by reflection; ahead of time, pass type information.");
      RequiresDynamicCode("Reads types by reflection; ahead of time, pass type information.")>]
    val options: unit -> JsonSerializerOptions

    /// <summary>Reads a value from UTF-8 JSON. Never throws.</summary>
    /// <returns>The value, or <c>LambdaError.Undecodable</c> with the path of what could not be read.</returns>
    [<RequiresUnreferencedCode("Reads types by reflection; ahead of time, use decodeWith.");
      RequiresDynamicCode("Reads types by reflection; ahead of time, use decodeWith.")>]
    val decode<'T> : options: JsonSerializerOptions -> utf8: ReadOnlyMemory<byte> -> Result<'T, LambdaError>

    /// <summary>As <c>decode</c>, with type information that was generated or made by hand.</summary>
    val decodeWith: typeInfo: JsonTypeInfo<'T> -> utf8: ReadOnlyMemory<byte> -> Result<'T, LambdaError>

    /// <summary>Writes a value as UTF-8 JSON.</summary>
    /// <returns>The bytes, or <c>EncodeError</c> for a value that has no JSON (a cycle, NaN), <c>JsonTypeError</c> for a type that has none.</returns>
    [<RequiresUnreferencedCode("Reads types by reflection; ahead of time, use encodeWith.");
      RequiresDynamicCode("Reads types by reflection; ahead of time, use encodeWith.")>]
    val encode: options: JsonSerializerOptions -> value: 'T -> Result<ReadOnlyMemory<byte>, LambdaError>

    /// <summary>As <c>encode</c>, with type information that was generated or made by hand.</summary>
    val encodeWith: typeInfo: JsonTypeInfo<'T> -> value: 'T -> Result<ReadOnlyMemory<byte>, LambdaError>

    /// <summary>Throws where values of a type have no JSON (bigint, functions, tasks, Lazy), with a sentence that says where in it.</summary>
    [<RequiresUnreferencedCode("Reads types by reflection."); RequiresDynamicCode("Reads types by reflection.")>]
    val internal refuse: options: JsonSerializerOptions -> ty: Type -> unit

    /// <summary>As <c>parse</c>, to a depth of its own.</summary>
    val internal parseTo: depth: int -> utf8: ReadOnlyMemory<byte> -> Result<JsonElement, LambdaError>

    /// <summary>Reads a document that can be looked into, 64 deep; it holds a copy of what it needs. Never throws.</summary>
    val parse: utf8: ReadOnlyMemory<byte> -> Result<JsonElement, LambdaError>
