namespace LambdaClient.FSharp

// What JsonSerializer gives may be null, and a value of any type cannot be asked for that: `read` refuses it.
#nowarn "3261"

open System
open System.Collections.Generic
open System.Diagnostics.CodeAnalysis
open System.Runtime.InteropServices
open System.Text.Json
open System.Text.Json.Serialization
open System.Text.Json.Serialization.Metadata
open System.Text.RegularExpressions
open FSharp.Reflection

module internal Tag =

    /// The member that names the case of a union.
    let name = "$type"

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

            let strict = JsonFSharpConverter(encoding, unionTagName = Tag.name)

            let allowsNull =
                JsonFSharpConverter(encoding, unionTagName = Tag.name, allowNullFields = true)

            options.DefaultIgnoreCondition <- JsonIgnoreCondition.WhenWritingNull
            options.Encoder <- JsonText.encoder
            options.Converters.Add(OwnConverters())
            options.Converters.Add(DoubleConverter())
            options.Converters.Add(SingleConverter())
            options.Converters.Add(JsonStringEnumConverter())
            options.Converters.Add(WrappedConverters(Tag.name, strict, allowsNull))
            options.Converters.Add strict
            options.MakeReadOnly true
            options

    static member Value = made.Value

/// One step of a path: into an array, or into an object.
[<Struct>]
type internal Step =
    | Element of index: int
    | Member of name: string

/// Paths and the places in the bytes that they name.
module internal JsonPlace =

    let shown step =
        match step with
        | Element i when i < 0 -> ""
        | Element i -> $"[{i}]"
        | Member "" -> ""
        | Member name -> "." + name

    /// Visits every value with the steps to it and its first byte, until the visitor has seen enough or the bytes are no JSON.
    let private walk (utf8: ReadOnlyMemory<byte>) (isEnough: Stack<Step> -> int64 -> bool) =
        let mutable reader =
            Utf8JsonReader(utf8.Span, JsonReaderOptions(MaxDepth = Int32.MaxValue))

        let steps = Stack<Step>()

        let next () =
            match steps.TryPeek() with
            | true, Element i ->
                steps.Pop() |> ignore
                steps.Push(Element(i + 1))
            | _ -> ()

        try
            let mutable more = reader.Read()

            while more do
                match reader.TokenType with
                | JsonTokenType.EndArray
                | JsonTokenType.EndObject -> steps.Pop() |> ignore
                | JsonTokenType.PropertyName ->
                    steps.Pop() |> ignore
                    steps.Push(Member(string (reader.GetString())))
                | token ->
                    next ()
                    more <- not (isEnough steps reader.TokenStartIndex)

                    if token = JsonTokenType.StartArray then
                        steps.Push(Element -1)
                    elif token = JsonTokenType.StartObject then
                        steps.Push(Member "")

                more <- more && reader.Read()
        with :? JsonException ->
            ()

    /// The path of the last value that begins before a byte.
    let path utf8 (offset: int64) =
        let mutable last = -1L

        walk utf8 (fun _ start ->
            if start < offset then
                last <- start

            start >= offset)

        let mutable path = "$"

        walk utf8 (fun steps start ->
            if start = last then
                path <- "$" + (steps |> Seq.rev |> Seq.map shown |> String.concat "")

            start >= last)

        path

    /// The first byte of a value of a document that was parsed from the bytes.
    let start (utf8: ReadOnlyMemory<byte>) (value: JsonElement) =
        let mutable offset = 0

        if utf8.Span.Overlaps(JsonMarshal.GetRawUtf8Value value, &offset) then
            int64 offset
        else
            0L

    /// The value at a path as the serializer writes it; the innermost that is there.
    let rec at (root: JsonElement) (path: string) =
        let step = Regex.Match(path, @"^\.([^.\[]+)|^\[(\d+)\]|^\['(.*?)'\]")

        let part =
            match root.ValueKind with
            | JsonValueKind.Array when step.Groups[2].Success ->
                match Int32.TryParse step.Groups[2].Value with
                | true, i when i < root.GetArrayLength() -> ValueSome root[i]
                | _ -> ValueNone
            | JsonValueKind.Object when step.Success ->
                match root.TryGetProperty(step.Groups[1].Value + step.Groups[3].Value) with
                | true, part -> ValueSome part
                | _ -> ValueNone
            | _ -> ValueNone

        match part with
        | ValueSome part -> at part (path.Substring step.Length)
        | ValueNone -> root

    /// The byte at a place that counts from 0.
    let offset (utf8: ReadOnlyMemory<byte>) (line: int64) (column: int64) =
        let bytes = utf8.Span
        let mutable start = 0
        let mutable lines = line

        while lines > 0L && start < bytes.Length do
            match bytes.Slice(start).IndexOf(10uy) with
            | -1 -> start <- bytes.Length
            | i ->
                start <- start + i + 1
                lines <- lines - 1L

        int64 start + column

    /// Line and column of a byte, from 1.
    let place (utf8: ReadOnlyMemory<byte>) (offset: int64) =
        let before = utf8.Span.Slice(0, int (min offset (int64 utf8.Length)))
        struct (int64 (before.Count 10uy) + 1L, int64 (before.Length - before.LastIndexOf 10uy))

/// What is wrong, in words for a caller, who shall not learn how this program calls its types.
module internal JsonDetail =

    /// What a converter says, without what the serializer puts behind it.
    let ofException (raised: exn) =
        let cut =
            raised.Message.Split([| " Path: "; " LineNumber: " |], StringSplitOptions.None)[0]

        if raised :? RefusedJson then
            cut
        elif
            cut.Contains "could not be converted"
            || cut.Contains "System."
            || cut.Contains "type '"
        then
            "is not what is expected here"
        else
            $"cannot be read: {cut}"

    /// What the reader says of bytes that are not JSON, or are too deep.
    let ofSyntax (message: string) =
        "is not JSON that can be read: "
        + message.Split([| " Path: "; " LineNumber: " |], StringSplitOptions.None)[0]

/// How much work the search for the place of an error may still be: whoever sends an event chooses how large it is.
type internal Budget() =
    // In bytes that are read once more: one and a half times the largest event.
    let mutable left = 10_000_000

    /// What a part costs at the least.
    static member Part = 64

    /// Whether there was so much left.
    member _.TrySpend cost =
        left <- left - cost
        left >= 0

/// Converters read nested values by readers of their own, whose errors name no path. So, after a failure, each part is read
/// alone: what fails although its parts do not is the place. Where that costs too much, the place is the part around it.
[<RequiresUnreferencedCode("Reads types by reflection."); RequiresDynamicCode("Reads types by reflection.")>]
[<AbstractClass; Sealed>]
type internal Culprit private () =

    static let nameOf (options: JsonSerializerOptions) (field: Reflection.PropertyInfo) =
        match Attribute.GetCustomAttribute(field, typeof<JsonPropertyNameAttribute>), options.PropertyNamingPolicy with
        | :? JsonPropertyNameAttribute as own, _ -> own.Name
        | _, null -> field.Name
        | _, policy -> policy.ConvertName field.Name

    static let fieldsOf (options: JsonSerializerOptions) (budget: Budget) (fields: Reflection.PropertyInfo seq) =
        let types = Dictionary<string, Type> StringComparer.OrdinalIgnoreCase

        for field in fields do
            types[nameOf options field] <- field.PropertyType

        fun (object: JsonElement) ->
            object.EnumerateObject()
            |> Seq.takeWhile (fun _ -> budget.TrySpend Budget.Part)
            |> Seq.choose (fun property ->
                match types.TryGetValue property.Name with
                | true, ty -> Some(Member property.Name, ty, property.Value)
                | _ -> None)

    static let caseOf (ty: Type) (value: JsonElement) =
        match value.TryGetProperty Tag.name with
        | true, tag when tag.ValueKind = JsonValueKind.String ->
            FSharpType.GetUnionCases(ty, true)
            |> Array.tryFind (fun case -> case.Name = tag.GetString())
        | _ -> None

    static let partsOf options budget (ty: Type) (value: JsonElement) : (Step * Type * JsonElement) seq =
        let items (typeOf: int -> Type) =
            value.EnumerateArray() |> Seq.mapi (fun i item -> Element i, typeOf i, item)

        match value.ValueKind with
        | JsonValueKind.Array when FSharpType.IsTuple ty ->
            let types = FSharpType.GetTupleElements ty
            items (fun i -> types[min i (types.Length - 1)])
        | JsonValueKind.Array when ty.IsArray -> items (fun _ -> Unchecked.nonNull (ty.GetElementType()))
        | JsonValueKind.Array when ty.IsGenericType && ty.GetGenericArguments().Length = 1 ->
            items (fun _ -> ty.GetGenericArguments()[0])
        | JsonValueKind.Object when FSharpType.IsRecord(ty, true) ->
            fieldsOf options budget (FSharpType.GetRecordFields(ty, true)) value
        | JsonValueKind.Object when
            JsonTypes.Definition ty = typedefof<Map<_, _>>
            || JsonTypes.Definition ty = typedefof<Dictionary<_, _>>
            ->
            value.EnumerateObject()
            |> Seq.map (fun property -> Member property.Name, ty.GetGenericArguments()[1], property.Value)
        | JsonValueKind.Object when FSharpType.IsUnion(ty, true) ->
            match caseOf ty value with
            | Some case -> fieldsOf options budget (case.GetFields()) value
            | None -> Seq.empty
        | _ -> Seq.empty

    /// Some types stand for another one: an option for its value, a union of one case with one field for that field.
    static let rec inner (ty: Type) =
        if JsonTypes.IsOption ty then
            inner (ty.GetGenericArguments()[0])
        elif FSharpType.IsUnion(ty, true) && JsonTypes.Definition ty <> typedefof<_ list> then
            match FSharpType.GetUnionCases(ty, true) with
            | [| case |] when case.GetFields().Length = 1 -> inner (case.GetFields()[0]).PropertyType
            | _ -> ty
        else
            ty

    static let kind (value: JsonElement) =
        match value.ValueKind with
        | JsonValueKind.Object -> "an object"
        | JsonValueKind.Array -> "an array"
        | JsonValueKind.String -> "a string"
        | JsonValueKind.Number -> "a number"
        | JsonValueKind.True
        | JsonValueKind.False -> "a boolean"
        | _ -> "null"

    static let isOptional (field: Reflection.PropertyInfo) =
        JsonTypes.IsOption field.PropertyType || WrappedConverters.MayBeNull field

    /// The first field that has to be there and is not, and what there is instead.
    static let missing options (fields: Reflection.PropertyInfo seq) (value: JsonElement) =
        fields
        |> Seq.filter (isOptional >> not)
        |> Seq.tryPick (fun field ->
            let name = nameOf options field

            let found =
                value.EnumerateObject()
                |> Seq.tryFind (fun property -> String.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))

            match found with
            | None -> Some(Member name, "is missing", value)
            | Some property when property.Value.ValueKind = JsonValueKind.Null ->
                Some(Member name, $"is null, not {JsonTypes.Expected field.PropertyType}", property.Value)
            | Some _ -> None)

    /// What is wrong with a value whose parts are right.
    static let fault options (ty: Type) (value: JsonElement) : Step voption * string * JsonElement =
        let expected = JsonTypes.Expected ty

        let mismatch =
            // "an array of 2" is an array, and "a 32-bit integer" is a number.
            match value.ValueKind, expected with
            | JsonValueKind.Number, text when text.Contains "integer" || text.Contains "number" ->
                $"is a number, but not {text}"
            | JsonValueKind.String, text when
                text <> "a string"
                && not (
                    text.Contains "integer"
                    || text.Contains "number"
                    || text.StartsWith "an object"
                    || text.StartsWith "an array"
                    || text = "a boolean"
                )
                ->
                $"is a string, but not {text}"
            | JsonValueKind.Array, text when text.StartsWith "an array of" -> $"is an array, but not {text}"
            | JsonValueKind.Object, "an object" -> "is an object, but not what is expected here"
            | JsonValueKind.Array, "an array" -> "is an array, but not what is expected here"
            | _, text -> $"is {kind value}, not {text}"

        let found =
            if value.ValueKind <> JsonValueKind.Object then
                None
            elif FSharpType.IsRecord(ty, true) then
                missing options (FSharpType.GetRecordFields(ty, true)) value
            elif
                JsonTypes.HasTag ty
                && options.Converters
                   |> Seq.exists (fun converter -> converter :? WrappedConverters)
            then
                match caseOf ty value, value.TryGetProperty Tag.name with
                | Some case, _ -> missing options (case.GetFields()) value
                | None, (true, tag) -> Some(Member Tag.name, $"is not one of {JsonTypes.Cases ty}", tag)
                | None, _ -> Some(Member Tag.name, "is missing", value)
            else
                None

        match found with
        | Some(step, detail, place) -> ValueSome step, detail, place
        | None -> ValueNone, mismatch, value

    static let failureOf (options: JsonSerializerOptions) (ty: Type) (value: JsonElement) =
        try
            JsonSerializer.Deserialize(value, ty, options) |> ignore
            None
        with e ->
            Some e

    /// The path of the place, what is wrong there, and the value that stands there.
    static member Find(options, ty: Type, root: JsonElement, raised: exn) =
        let budget = Budget()

        let rec find path ty (value: JsonElement) (raised: exn) =
            match raised with
            // A type with a converter of its own has parts that nobody knows here; its converter tells the place.
            | :? JsonException as e when OwnConverters.Has ty && not (isNull e.Path) ->
                path + string (e.Path[1..]), JsonDetail.ofException e, JsonPlace.at value e.Path[1..]
            | _ ->
                partsOf options budget (inner ty) value
                |> Seq.takeWhile (fun (_, _, part) ->
                    budget.TrySpend(Budget.Part + JsonMarshal.GetRawUtf8Value(part).Length))
                |> Seq.tryPick (fun (step, ty, part) ->
                    failureOf options ty part |> Option.map (fun raised -> step, ty, part, raised))
                |> function
                    | Some(step, ty, part, raised) -> find (path + JsonPlace.shown step) ty part raised
                    | None ->
                        match fault options (inner ty) value with
                        | ValueSome step, detail, place -> path + JsonPlace.shown step, detail, place
                        | ValueNone, detail, place -> path, detail, place

        find "$" ty root raised

[<RequireQualifiedAccess>]
module Json =

    let options () = DefaultOptions.Value

    let private undecodable<'T> depth utf8 (find: JsonElement -> exn -> string * string * JsonElement) (raised: exn) =
        let path, detail, offset =
            try
                use document =
                    JsonDocument.Parse((utf8: ReadOnlyMemory<byte>), JsonDocumentOptions(MaxDepth = depth))

                let path, detail, value = find document.RootElement raised
                path, detail, JsonPlace.start utf8 value
            with :? JsonException as e ->
                let offset =
                    JsonPlace.offset utf8 (e.LineNumber.GetValueOrDefault()) (e.BytePositionInLine.GetValueOrDefault())

                JsonPlace.path utf8 offset, JsonDetail.ofSyntax e.Message, offset

        let struct (line, column) = JsonPlace.place utf8 offset

        LambdaError.Undecodable
            {
                Path = path
                Type = TypeName.shown typeof<'T>
                Line = line
                Column = column
                Detail = detail
            }

    /// What the serializer's own converters tell is right as it is.
    let private told (root: JsonElement) (raised: exn) =
        match raised with
        | :? JsonException as e when not (isNull e.Path) ->
            string e.Path, JsonDetail.ofException e, JsonPlace.at root e.Path[1..]
        | e -> "$", JsonDetail.ofException e, root

    /// F# has types whose value is null (None, unit); for all others null is no value.
    let private isNullAValue<'T> =
        match Attribute.GetCustomAttribute(typeof<'T>, typeof<CompilationRepresentationAttribute>) with
        | :? CompilationRepresentationAttribute as a ->
            a.Flags.HasFlag CompilationRepresentationFlags.UseNullAsTrueValue
        | _ -> typeof<'T> = typeof<unit> || typeof<'T> = typeof<obj> || typeof<'T>.IsValueType

    let inline private read
        depth
        (utf8: ReadOnlyMemory<byte>)
        find
        ([<InlineIfLambda>] deserialize: unit -> 'T)
        : Result<'T, LambdaError> =
        try
            let value = deserialize ()

            if isNull (box value) && not isNullAValue<'T> then
                Error(undecodable<'T> depth utf8 (fun root _ -> "$", "is null", root) null)
            else
                Ok value
        // Converters may throw anything for what they cannot take.
        with e ->
            Error(undecodable<'T> depth utf8 find e)

    let private unencodable (raised: exn) : Result<'T, LambdaError> =
        Error(LambdaError.create "EncodeError" $"the answer has no JSON: it {JsonDetail.ofException raised}")

    let refuse (options: JsonSerializerOptions) ty =
        match JsonTypes.Refusal(options, ty) with
        | null -> ()
        | sentence -> raise (NotSupportedException sentence)

    let decode<'T> (options: JsonSerializerOptions) (utf8: ReadOnlyMemory<byte>) : Result<'T, LambdaError> =
        match JsonTypes.Refusal(options, typeof<'T>) with
        | null ->
            read
                (JsonText.depth options)
                utf8
                (fun root raised -> Culprit.Find(options, typeof<'T>, root, raised))
                (fun () -> JsonSerializer.Deserialize<'T>(utf8.Span, options))
        | sentence -> Error(LambdaError.create "JsonTypeError" sentence)

    let decodeWith (typeInfo: JsonTypeInfo<'T>) (utf8: ReadOnlyMemory<byte>) : Result<'T, LambdaError> =
        read (JsonText.depth typeInfo.Options) utf8 told (fun () -> JsonSerializer.Deserialize(utf8.Span, typeInfo))

    let parseTo depth utf8 =
        read depth utf8 told (fun () ->
            use document =
                JsonDocument.Parse((utf8: ReadOnlyMemory<byte>), JsonDocumentOptions(MaxDepth = depth))

            document.RootElement.Clone())

    let parse utf8 = parseTo 64 utf8

    let encode (options: JsonSerializerOptions) (value: 'T) : Result<ReadOnlyMemory<byte>, LambdaError> =
        match JsonTypes.Refusal(options, typeof<'T>) with
        | null ->
            try
                Ok(ReadOnlyMemory(JsonSerializer.SerializeToUtf8Bytes(value, options)))
            with e ->
                unencodable e
        | sentence -> Error(LambdaError.create "JsonTypeError" sentence)

    let encodeWith (typeInfo: JsonTypeInfo<'T>) (value: 'T) : Result<ReadOnlyMemory<byte>, LambdaError> =
        try
            Ok(ReadOnlyMemory(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo)))
        with e ->
            unencodable e
