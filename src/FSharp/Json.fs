namespace LambdaClient.FSharp

// What JsonSerializer gives may be null, and a value of any type cannot be asked for that: `read` refuses it.
#nowarn "3261"

open System
open System.Collections.Generic
open System.Diagnostics.CodeAnalysis
open System.Text.Json
open System.Text.Json.Serialization
open System.Text.Json.Serialization.Metadata

/// The default options, made when first asked for, because that takes milliseconds.
[<RequiresUnreferencedCode("Reads types by reflection.");
  RequiresDynamicCode("Reads types by reflection.");
  AbstractClass;
  Sealed>]
type internal DefaultOptions private () =

    static let made =
        lazy
            let options = JsonSerializerOptions JsonSerializerDefaults.Web

            let encoding =
                JsonUnionEncoding.InternalTag
                ||| JsonUnionEncoding.NamedFields
                ||| JsonUnionEncoding.UnwrapFieldlessTags
                ||| JsonUnionEncoding.UnwrapOption
                ||| JsonUnionEncoding.UnwrapSingleCaseUnions
                ||| JsonUnionEncoding.UnwrapRecordCases

            options.DefaultIgnoreCondition <- JsonIgnoreCondition.WhenWritingNull
            options.Converters.Add(JsonFSharpConverter(encoding, unionTagName = "$type"))
            options.MakeReadOnly true
            options

    static member Value = made.Value

/// One step of a path: into an array, or into an object.
[<Struct>]
type internal Step =
    | Element of index: int
    | Member of name: string

/// Converters nest readers, and each names a path of its own; the place in the bytes is the same for all of them.
module internal JsonPlace =

    /// The path of the value at a place, which counts from 0: the last one that begins before it.
    let path (utf8: ReadOnlySpan<byte>) (line: int64) (column: int64) =
        let mutable start = 0
        let mutable lines = line

        while lines > 0L && start < utf8.Length do
            match utf8.Slice(start).IndexOf(10uy) with
            | -1 -> start <- utf8.Length
            | i ->
                start <- start + i + 1
                lines <- lines - 1L

        let place = min (int64 start + column) (int64 utf8.Length)
        let mutable reader = Utf8JsonReader(utf8, JsonReaderOptions(MaxDepth = 1000))
        let steps = Stack<Step>()

        let next () =
            match steps.TryPeek() with
            | true, Element i ->
                steps.Pop() |> ignore
                steps.Push(Element(i + 1))
            | _ -> ()

        try
            let mutable more = reader.Read()

            while more && reader.TokenStartIndex < place do
                match reader.TokenType with
                | JsonTokenType.StartArray ->
                    next ()
                    steps.Push(Element -1)
                | JsonTokenType.StartObject ->
                    next ()
                    steps.Push(Member "")
                | JsonTokenType.EndArray
                | JsonTokenType.EndObject -> steps.Pop() |> ignore
                | JsonTokenType.PropertyName ->
                    steps.Pop() |> ignore
                    steps.Push(Member(string (reader.GetString())))
                | _ -> next ()

                more <- reader.Read()
        with _ ->
            // The place lies behind what can be read: the steps so far are the path.
            ()

        let shown step =
            match step with
            | Element i when i < 0 -> ""
            | Element i -> $"[{i}]"
            | Member "" -> ""
            | Member name -> "." + name

        "$" + (steps |> Seq.rev |> Seq.map shown |> String.concat "")

[<RequireQualifiedAccess>]
module Json =

    let options () = DefaultOptions.Value

    let private undecodable<'T> (utf8: ReadOnlyMemory<byte>) (line: Nullable<int64>) (column: Nullable<int64>) detail =
        let line, column = line.GetValueOrDefault(), column.GetValueOrDefault()

        LambdaError.Undecodable
            {
                Path = JsonPlace.path utf8.Span line column
                Type = TypeName.shown typeof<'T>
                Line = line + 1L
                Column = column + 1L
                Detail = detail
            }

    /// F# has types whose value is null (None, unit); for all others null is no value.
    let private isNullAValue<'T> =
        match Attribute.GetCustomAttribute(typeof<'T>, typeof<CompilationRepresentationAttribute>) with
        | :? CompilationRepresentationAttribute as a ->
            a.Flags.HasFlag CompilationRepresentationFlags.UseNullAsTrueValue
        | _ -> typeof<'T> = typeof<unit> || typeof<'T> = typeof<obj> || typeof<'T>.IsValueType

    let inline private read
        (utf8: ReadOnlyMemory<byte>)
        ([<InlineIfLambda>] deserialize: unit -> 'T)
        : Result<'T, LambdaError> =
        try
            let value = deserialize ()

            if isNull (box value) && not isNullAValue<'T> then
                Error(undecodable<'T> utf8 (Nullable()) (Nullable()) "it is null")
            else
                Ok value
        with
        | :? JsonException as e ->
            // The rest of the message is where a nested reader believes to be.
            let detail = e.Message.Split(" Path: ", 2)[0]
            Error(undecodable<'T> utf8 e.LineNumber e.BytePositionInLine detail)
        // Converters may throw anything for what they cannot take.
        | e -> Error(undecodable<'T> utf8 (Nullable()) (Nullable()) e.Message)

    let decode<'T> (options: JsonSerializerOptions) (utf8: ReadOnlyMemory<byte>) : Result<'T, LambdaError> =
        read utf8 (fun () -> JsonSerializer.Deserialize<'T>(utf8.Span, options))

    let decodeWith (typeInfo: JsonTypeInfo<'T>) (utf8: ReadOnlyMemory<byte>) : Result<'T, LambdaError> =
        read utf8 (fun () -> JsonSerializer.Deserialize(utf8.Span, typeInfo))

    let parse utf8 =
        read utf8 (fun () ->
            use document = JsonDocument.Parse(utf8: ReadOnlyMemory<byte>)
            document.RootElement.Clone())

    let encode (options: JsonSerializerOptions) (value: 'T) : Result<ReadOnlyMemory<byte>, LambdaError> =
        try
            Ok(ReadOnlyMemory(JsonSerializer.SerializeToUtf8Bytes(value, options)))
        with e ->
            Error(LambdaError.Raised e)

    let encodeWith (typeInfo: JsonTypeInfo<'T>) (value: 'T) : Result<ReadOnlyMemory<byte>, LambdaError> =
        try
            Ok(ReadOnlyMemory(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo)))
        with e ->
            Error(LambdaError.Raised e)
