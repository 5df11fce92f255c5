namespace LambdaClient.FSharp

// What a converter reads may be null to System.Text.Json.
#nowarn "3261"

open System
open System.Buffers
open System.Collections.Generic
open System.Diagnostics.CodeAnalysis
open System.Reflection
open System.Text.Encodings.Web
open System.Text.Json
open System.Text.Json.Serialization
open FSharp.Reflection

/// How text is escaped in JSON that goes to the service, which puts it into no page: only where JSON demands it.
module internal JsonText =

    let encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping

    let writerOptions = JsonWriterOptions(Encoder = encoder, SkipValidation = true)

    /// The depth that options allow, which say 0 for the default.
    let depth (options: JsonSerializerOptions) =
        if options.MaxDepth = 0 then 64 else options.MaxDepth

/// What a converter of this library refuses, in words for a caller.
type internal RefusedJson(problem: string, path: string) =
    inherit JsonException(problem, path, Nullable(), Nullable())

/// A number that is none of JSON's, such as NaN, is refused, and so is one that is too large for the type: it would become infinite.
[<AbstractClass>]
type internal FiniteConverter<'T>() =
    inherit JsonConverter<'T>()

    abstract Read: reader: byref<Utf8JsonReader> -> 'T
    abstract Parse: text: string -> 'T voption
    abstract IsFinite: value: 'T -> bool
    abstract WriteNumber: writer: Utf8JsonWriter * value: 'T -> unit

    override this.Read(reader, _, options) =
        let value =
            if reader.TokenType = JsonTokenType.Number then
                ValueSome(this.Read &reader)
            elif
                reader.TokenType = JsonTokenType.String
                && options.NumberHandling.HasFlag JsonNumberHandling.AllowReadingFromString
            then
                this.Parse(string (reader.GetString()))
            else
                ValueNone

        match value with
        | ValueSome value when this.IsFinite value -> value
        | _ -> raise (JsonException())

    override this.Write(writer, value, options) =
        if
            options.NumberHandling.HasFlag JsonNumberHandling.WriteAsString
            && this.IsFinite value
        then
            writer.WriteStringValue(String.Format(Globalization.CultureInfo.InvariantCulture, "{0:R}", value))
        else
            this.WriteNumber(writer, value)

module private Numeral =
    let style = Globalization.NumberStyles.Float
    let culture = Globalization.CultureInfo.InvariantCulture

type internal DoubleConverter() =
    inherit FiniteConverter<float>()
    override _.Read(reader: byref<Utf8JsonReader>) = reader.GetDouble()
    override _.IsFinite value = Double.IsFinite value
    override _.WriteNumber(writer, value) = writer.WriteNumberValue value

    override _.Parse text =
        match Double.TryParse(text, Numeral.style, Numeral.culture) with
        | true, value -> ValueSome value
        | _ -> ValueNone

type internal SingleConverter() =
    inherit FiniteConverter<float32>()
    override _.Read(reader: byref<Utf8JsonReader>) = reader.GetSingle()
    override _.IsFinite value = Single.IsFinite value
    override _.WriteNumber(writer, value) = writer.WriteNumberValue value

    override _.Parse text =
        match Single.TryParse(text, Numeral.style, Numeral.culture) with
        | true, value -> ValueSome value
        | _ -> ValueNone

/// Reads the tag of a union wherever it stands in its object, and fields whose type has `| null` as ones that may be null or absent.
[<RequiresUnreferencedCode("Reads types by reflection."); RequiresDynamicCode("Reads types by reflection.")>]
type internal WrappedConverter<'T>(inner: JsonConverter<'T>, tagName: string | null, required: (obj -> bool) option) =
    inherit JsonConverter<'T>()

    static let rec writeTagFirst (writer: Utf8JsonWriter) (tag: string) (element: JsonElement) =
        match element.ValueKind with
        | JsonValueKind.Object ->
            writer.WriteStartObject()

            match element.TryGetProperty tag with
            | true, value ->
                writer.WritePropertyName tag
                value.WriteTo writer
            | _ -> ()

            for property in element.EnumerateObject() do
                if not (property.NameEquals tag) then
                    writer.WritePropertyName property.Name
                    writeTagFirst writer tag property.Value

            writer.WriteEndObject()
        | JsonValueKind.Array ->
            writer.WriteStartArray()

            for item in element.EnumerateArray() do
                writeTagFirst writer tag item

            writer.WriteEndArray()
        | _ -> element.WriteTo writer

    /// Whether the object at the reader begins with another member than its tag.
    static let beginsOtherwise (reader: Utf8JsonReader) (tag: string) =
        let mutable ahead = reader

        ahead.Read()
        && ahead.TokenType = JsonTokenType.PropertyName
        && not (ahead.ValueTextEquals tag)

    let check value =
        match required with
        | Some isFull when not (isFull (box value)) -> raise (JsonException())
        | _ -> value

    // Asked by the constructor of the base, which runs before there is an inner converter.
    override _.HandleNull = true

    override _.Read(reader, ty, options) =
        match tagName with
        | _ when reader.TokenType = JsonTokenType.Null && not inner.HandleNull -> raise (JsonException())
        | NonNull tag when reader.TokenType = JsonTokenType.StartObject && beginsOtherwise reader tag ->
            let element = JsonElement.ParseValue &reader
            let bytes = ArrayBufferWriter<byte>()

            // Objects inside are put in order at once: each on its own would read the rest again at each depth.
            using (new Utf8JsonWriter(bytes, JsonText.writerOptions)) (fun writer -> writeTagFirst writer tag element)

            let mutable ordered =
                Utf8JsonReader(bytes.WrittenSpan, JsonReaderOptions(MaxDepth = JsonText.depth options))

            ordered.Read() |> ignore
            check (inner.Read(&ordered, ty, options))
        | _ -> check (inner.Read(&reader, ty, options))

    override _.Write(writer, value, options) =
        if isNull (box value) && not inner.HandleNull then
            writer.WriteNullValue()
        else
            inner.Write(writer, value, options)

[<RequiresUnreferencedCode("Reads types by reflection."); RequiresDynamicCode("Reads types by reflection.")>]
type internal WrappedConverters(tagName: string, strict: JsonFSharpConverter, allowsNull: JsonFSharpConverter) =
    inherit JsonConverterFactory()

    static let isNullable (field: PropertyInfo) =
        not field.PropertyType.IsValueType
        && (NullabilityInfoContext().Create field).ReadState = NullabilityState.Nullable

    static let fieldsOf (ty: Type) =
        if FSharpType.IsRecord(ty, true) then
            Seq.ofArray (FSharpType.GetRecordFields(ty, true))
        elif
            FSharpType.IsUnion(ty, true)
            && not (JsonTypes.IsOption ty)
            && JsonTypes.Definition ty <> typedefof<_ list>
        then
            FSharpType.GetUnionCases(ty, true) |> Seq.collect _.GetFields()
        else
            Seq.empty

    /// A field whose own type says null by a value of its own (None, unit) is none that may be null.
    static let mayBeNull (field: PropertyInfo) =
        isNullable field
        && not (JsonTypes.IsOption field.PropertyType)
        && field.PropertyType <> typeof<unit>

    /// Whether no field of a value is null that may not be.
    static let required (ty: Type) : obj -> bool =
        let isNeeded (field: PropertyInfo) =
            not field.PropertyType.IsValueType
            && not (mayBeNull field)
            && not (JsonTypes.IsOption field.PropertyType)
            && field.PropertyType <> typeof<unit>

        let isFull (fields: PropertyInfo[]) =
            let needed = fields |> Array.map isNeeded

            fun (values: obj[]) -> Array.forall2 (fun needed value -> not needed || not (isNull value)) needed values

        if FSharpType.IsRecord(ty, true) then
            let read = FSharpValue.PreComputeRecordReader(ty, true)
            let isFull = isFull (FSharpType.GetRecordFields(ty, true))
            fun value -> isFull (read value)
        else
            let tagOf = FSharpValue.PreComputeUnionTagReader(ty, true)

            let cases =
                FSharpType.GetUnionCases(ty, true)
                |> Array.map (fun case -> isFull (case.GetFields()), FSharpValue.PreComputeUnionReader(case, true))

            fun value ->
                let isFull, read = cases[tagOf value]
                isFull (read value)

    /// Whether a field may be null or absent because its type says so.
    static member MayBeNull field = mayBeNull field

    override _.CanConvert ty =
        JsonTypes.HasTag ty || fieldsOf ty |> Seq.exists mayBeNull

    override _.CreateConverter(ty, options) : JsonConverter | null =
        let isLenient = fieldsOf ty |> Seq.exists mayBeNull
        let inner = (if isLenient then allowsNull else strict).CreateConverter(ty, options)

        let required = if isLenient then Some(required ty) else None
        let wrapper = typedefof<WrappedConverter<_>>.MakeGenericType ty

        Activator.CreateInstance(wrapper, inner, (if JsonTypes.HasTag ty then tagName else null), required)
        :?> (JsonConverter | null)
