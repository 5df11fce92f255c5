/// What a JSON value means, both ways. Each event record is described once, and from that is read and written.
module internal LambdaClient.FSharp.Codec

// What a converter reads may be null to System.Text.Json; a codec gives no null.
#nowarn "3261"

open System
open System.Buffers
open System.Collections.Immutable
open System.Globalization
open System.Text.Json
open System.Text.Json.Serialization

[<NoEquality; NoComparison>]
type Codec<'T> =
    {
        Read: JsonElement -> Result<'T, EventError>
        Write: Utf8JsonWriter -> 'T -> unit
    }

/// One member of an object, or several: how the value is found in the object, and written of a record.
[<NoEquality; NoComparison>]
type Field<'R, 'T> =
    {
        Find: JsonElement -> Result<'T, EventError>
        Put: Utf8JsonWriter -> 'R -> unit
    }

/// As much of a text as an error shows.
let shown (value: string) =
    if value.Length > 40 then
        value.Substring(0, 40) + "…"
    else
        value

let private refuse problem = Error { Path = ""; Problem = problem }

let private under step (result: Result<'T, EventError>) =
    match result with
    | Ok value -> Ok value
    | Error error -> Error { error with Path = step + error.Path }

let private named (name: string) =
    if name |> Seq.forall (fun c -> Char.IsAsciiLetterOrDigit c || c = '_') then
        "." + name
    else
        "['" + (shown name).Replace("\\", "\\\\").Replace("'", "\\'") + "']"

let private kind (element: JsonElement) =
    match element.ValueKind with
    | JsonValueKind.Undefined -> "nothing"
    | JsonValueKind.Object -> "an object"
    | JsonValueKind.Array -> "an array"
    | JsonValueKind.String -> "a string"
    | JsonValueKind.Number -> "a number"
    | JsonValueKind.Null -> "null"
    | _ -> "a boolean"

let private expected what element = refuse $"is {kind element}, not {what}"

/// Reading text throws where an escape is half of a surrogate pair, which JSON allows and Unicode does not.
let guarded read =
    try
        read ()
    with :? InvalidOperationException ->
        refuse "has an escape that is no Unicode text"

/// What the member is, if it is there and not null: the services send null for what is absent.
let private tryMember (name: string) (element: JsonElement) =
    if element.ValueKind <> JsonValueKind.Object then
        expected "an object" element
    else
        guarded (fun () ->
            match element.TryGetProperty name with
            | true, value when value.ValueKind <> JsonValueKind.Null -> Ok(ValueSome value)
            | _ -> Ok ValueNone)

let required name codec (get: 'R -> 'T) =
    {
        Find =
            fun element ->
                match tryMember name element with
                | Ok(ValueSome value) -> under (named name) (codec.Read value)
                | Ok ValueNone -> under (named name) (refuse "is missing")
                | Error error -> Error error
        Put =
            fun writer record ->
                writer.WritePropertyName(name: string)
                codec.Write writer (get record)
    }

let optional name codec (get: 'R -> 'T option) =
    {
        Find =
            fun element ->
                match tryMember name element with
                | Ok(ValueSome value) -> under (named name) (codec.Read value) |> Result.map Some
                | Ok ValueNone -> Ok None
                | Error error -> Error error
        Put =
            fun writer record ->
                match get record with
                | Some value ->
                    writer.WritePropertyName(name: string)
                    codec.Write writer value
                | None -> ()
    }

/// A member that informs alone: where it has an odd form it is as if it were absent, so that it refuses no batch.
let lenient name codec (get: 'R -> 'T option) =
    let inner = optional name codec get

    {
        Find =
            fun element ->
                match inner.Find element with
                | Error _ when element.ValueKind = JsonValueKind.Object -> Ok None
                | found -> found
        Put = inner.Put
    }

/// A member that may be absent or null, which then means the value given; such a value is not written.
let defaulting fallback name codec (get: 'R -> 'T) =
    let inner =
        optional name codec (fun record ->
            let value = get record
            if value = fallback then None else Some value)

    {
        Find = inner.Find >> Result.map (Option.defaultValue fallback)
        Put = inner.Put
    }

/// A member whose value is always the same: it says what the object is.
let constant name (value: string) =
    {
        Find =
            fun (element: JsonElement) ->
                match tryMember name element with
                | Ok(ValueSome found) when found.ValueKind = JsonValueKind.String && found.ValueEquals value -> Ok()
                | Ok(ValueSome found) -> under (named name) (expected $"\"{value}\"" found)
                | Ok ValueNone -> under (named name) (refuse "is missing")
                | Error error -> Error error
        Put = fun writer (_: 'R) -> writer.WriteString(name, value)
    }

/// Two members, both of which have to be right.
let merge (first: Field<'R, 'A>) (second: Field<'R, 'B>) : Field<'R, 'A * 'B> =
    {
        Find =
            fun element ->
                match first.Find element with
                | Error error -> Error error
                | Ok a ->
                    match second.Find element with
                    | Error error -> Error error
                    | Ok b -> Ok(a, b)
        Put =
            fun writer record ->
                first.Put writer record
                second.Put writer record
    }

/// What the members mean, which may be nothing.
let mapField (read: 'A -> Result<'B, EventError>) (field: Field<'R, 'A>) =
    {
        Find = field.Find >> Result.bind read
        Put = field.Put
    }

type CodecBuilder() =
    member _.MergeSources(first: Field<'R, 'A>, second: Field<'R, 'B>) = merge first second

    member _.BindReturn(fields: Field<'R, 'T>, make: 'T -> 'R) : Codec<'R> =
        {
            Read = fields.Find >> Result.map make
            Write =
                fun writer record ->
                    writer.WriteStartObject()
                    fields.Put writer record
                    writer.WriteEndObject()
        }

/// An object: `let!` its members and `return` the record that they make.
let object = CodecBuilder()

let text =
    {
        Read =
            fun element ->
                if element.ValueKind = JsonValueKind.String then
                    guarded (fun () ->
                        match element.GetString() with
                        | null -> expected "a string" element
                        | value -> Ok value)
                else
                    expected "a string" element
        Write = fun writer value -> writer.WriteStringValue(value: string)
    }

let flag =
    {
        Read =
            fun element ->
                match element.ValueKind with
                | JsonValueKind.True -> Ok true
                | JsonValueKind.False -> Ok false
                | _ -> expected "a boolean" element
        Write = fun writer value -> writer.WriteBooleanValue(value: bool)
    }

/// A boolean that is always written, and false where it is absent.
let switch name (get: 'R -> bool) =
    { required name flag get with
        Find =
            (optional name flag (fun _ -> None)).Find
            >> Result.map (Option.defaultValue false)
    }

let private number what (tryGet: JsonElement -> bool * 'T) write =
    {
        Read =
            fun element ->
                if element.ValueKind <> JsonValueKind.Number then
                    expected what element
                else
                    match tryGet element with
                    | true, value -> Ok value
                    | _ -> refuse $"is a number, but not {what}"
        Write = write
    }

let integer =
    number "a 32-bit integer" (fun element -> element.TryGetInt32()) (fun writer value -> writer.WriteNumberValue value)

let longInteger =
    number "a 64-bit integer" (fun element -> element.TryGetInt64()) (fun writer value -> writer.WriteNumberValue value)

/// Reads one codec's value further, and writes it from there.
let refine read write (codec: Codec<'T>) =
    {
        Read =
            codec.Read
            >> Result.bind (fun value ->
                read value |> Result.mapError (fun problem -> { Path = ""; Problem = problem }))
        Write = fun writer value -> codec.Write writer (write value)
    }

/// Text by which something is reported, which the service takes only where it is not empty.
let identifier =
    text
    |> refine (fun value -> if value = "" then Error "is empty" else Ok value) id

/// A 32-bit integer, written as a string.
let integerText =
    let asText =
        text
        |> refine
            (fun value ->
                match Int32.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) with
                | true, number -> Ok number
                | _ -> Error $"is \"{shown value}\", not a 32-bit integer")
            (fun number -> number.ToString CultureInfo.InvariantCulture)

    { asText with
        Read =
            fun element ->
                if element.ValueKind = JsonValueKind.Number then
                    integer.Read element
                else
                    asText.Read element
    }

let private firstMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
let private lastMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()

let private ofMs (ms: int64) =
    if ms < firstMs || ms > lastMs then
        Error "is a time outside the years 1 to 9999"
    else
        Ok(DateTimeOffset.FromUnixTimeMilliseconds ms)

let private toMs (time: DateTimeOffset) = time.ToUnixTimeMilliseconds()

/// A time, as any service or test tool writes one: ISO 8601, or a number, which may be text, in the unit that the service uses.
let private readTime (ofNumber: decimal -> Result<DateTimeOffset, string>) (element: JsonElement) =
    let read =
        match element.ValueKind with
        | JsonValueKind.Number ->
            match element.TryGetDecimal() with
            | true, value -> ofNumber value
            | _ -> Error "is a time outside the years 1 to 9999"
        | JsonValueKind.String ->
            let value = string (element.GetString())

            match Decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture) with
            | true, number -> ofNumber number
            | _ ->
                match DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) with
                | true, time -> Ok time
                | _ -> Error $"is \"{shown value}\", not a time"
        | _ -> Error $"is {kind element}, not a time"

    read |> Result.mapError (fun problem -> { Path = ""; Problem = problem })

let private ofMilliseconds (value: decimal) =
    if Math.Abs value > decimal lastMs then
        Error "is a time outside the years 1 to 9999"
    else
        ofMs (int64 (Math.Round value))

/// Seconds, unless they would lie behind the year 9999: then they are milliseconds.
let private ofSeconds (value: decimal) =
    if Math.Abs value * 1000m > decimal lastMs then
        ofMilliseconds value
    else
        ofMilliseconds (value * 1000m)

let private timeCodec ofNumber write =
    {
        Read = fun element -> guarded (fun () -> readTime ofNumber element)
        Write = write
    }

/// A number of milliseconds since 1970.
let milliseconds =
    timeCodec ofMilliseconds (fun writer time -> writer.WriteNumberValue(toMs time))

/// The same, written as a string.
let millisecondsText =
    timeCodec ofMilliseconds (fun writer time ->
        writer.WriteStringValue((toMs time).ToString CultureInfo.InvariantCulture))

/// A number of seconds since 1970, with a fraction of which milliseconds are kept.
let seconds =
    timeCodec ofSeconds (fun writer time -> writer.WriteNumberValue(Decimal(toMs time) / 1000m))

/// A moment in ISO 8601.
let moment =
    timeCodec ofMilliseconds (fun writer time -> writer.WriteStringValue(time: DateTimeOffset))

let base64 =
    {
        Read =
            fun element ->
                if element.ValueKind <> JsonValueKind.String then
                    expected "a string" element
                else
                    match guarded (fun () -> Ok(element.TryGetBytesFromBase64())) with
                    | Ok(true, NonNull bytes) -> Ok(ImmutableArray.ToImmutableArray(bytes: byte[]))
                    | Ok _ -> refuse "is not base64"
                    | Error error -> Error error
        Write = fun writer value -> writer.WriteBase64StringValue((value: ImmutableArray<byte>).AsSpan())
    }

/// Any JSON. The value outlives the document it was read from.
let json =
    {
        Read = fun element -> Ok(JsonPart element)
        Write = fun writer (value: JsonPart) -> value.Element.WriteTo writer
    }

let private nullable (item: Codec<'T>) =
    {
        Read =
            fun element ->
                if element.ValueKind = JsonValueKind.Null then
                    Ok None
                else
                    item.Read element |> Result.map Some
        Write =
            fun writer value ->
                match value with
                | Some value -> item.Write writer value
                | None -> writer.WriteNullValue()
    }

let list (item: Codec<'T>) =
    {
        Read =
            fun element ->
                if element.ValueKind <> JsonValueKind.Array then
                    expected "an array" element
                else
                    let count = element.GetArrayLength()
                    let items = Array.zeroCreate count
                    let mutable failure = ValueNone
                    let mutable index = 0
                    let mutable found = element.EnumerateArray()

                    while failure.IsNone && found.MoveNext() do
                        match item.Read found.Current with
                        | Ok value -> items[index] <- value
                        | Error error ->
                            failure <-
                                ValueSome
                                    { error with
                                        Path = $"[{index}]" + error.Path
                                    }

                        index <- index + 1

                    match failure with
                    | ValueSome error -> Error error
                    | ValueNone -> Ok(List.ofArray items)
        Write =
            fun writer values ->
                writer.WriteStartArray()

                for value in values do
                    item.Write writer value

                writer.WriteEndArray()
    }

/// A list in which null is as if it were absent.
let present (item: Codec<'T>) =
    let inner = list (nullable item)

    {
        Read = inner.Read >> Result.map (List.choose id)
        Write = fun writer values -> inner.Write writer (List.map Some values)
    }

/// An object's members by name; one that is null is as if it were absent.
let map (item: Codec<'T>) =
    {
        Read =
            fun element ->
                if element.ValueKind <> JsonValueKind.Object then
                    expected "an object" element
                else
                    let mutable values = Map.empty
                    let mutable failure = ValueNone
                    let mutable found = element.EnumerateObject()

                    while failure.IsNone && found.MoveNext() do
                        let property = found.Current

                        match guarded (fun () -> Ok property.Name) with
                        | Error error -> failure <- ValueSome error
                        | Ok _ when property.Value.ValueKind = JsonValueKind.Null -> ()
                        | Ok name ->
                            match item.Read property.Value with
                            | Ok value -> values <- Map.add name value values
                            | Error error ->
                                failure <-
                                    ValueSome
                                        { error with
                                            Path = named name + error.Path
                                        }

                    match failure with
                    | ValueSome error -> Error error
                    | ValueNone -> Ok values
        Write =
            fun writer values ->
                writer.WriteStartObject()

                for KeyValue(name, value) in values do
                    writer.WritePropertyName(name: string)
                    item.Write writer value

                writer.WriteEndObject()
    }

/// A list that may be absent or null, as the services write the empty one.
let listOf name item get = defaulting [] name (list item) get

/// A map that may be absent or null, as the services write the empty one.
let mapOf name item get =
    defaulting Map.empty name (map item) get

/// A codec that is described with itself.
let recursive (describe: Codec<'T> -> Codec<'T>) =
    let described = ref Unchecked.defaultof<Codec<'T>>

    described.Value <-
        describe
            {
                Read = fun element -> described.Value.Read element
                Write = fun writer value -> described.Value.Write writer value
            }

    described.Value

let decode (codec: Codec<'T>) (element: JsonElement) =
    codec.Read element
    |> Result.mapError (fun error -> { error with Path = "$" + error.Path })

let encode (codec: Codec<'T>) value =
    let buffer = ArrayBufferWriter<byte>()
    use writer = new Utf8JsonWriter(buffer, JsonText.writerOptions)
    codec.Write writer value
    writer.Flush()
    buffer.WrittenMemory.ToArray()

/// Lets System.Text.Json, and so a typed handler, read and write an event as its codec does.
[<AbstractClass>]
type EventConverter<'T>(codec: Codec<'T>) =
    inherit JsonConverter<'T>()

    override _.Read(reader, _, _) =
        match JsonElement.ParseValue &reader |> decode codec with
        | Ok value -> value
        | Error error -> raise (RefusedJson(error.Problem, error.Path))

    override _.Write(writer, value, _) = codec.Write writer value
