namespace LambdaClient.FSharp

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.Diagnostics.CodeAnalysis
open System.Reflection
open System.Runtime.CompilerServices
open System.Text.Json
open System.Text.Json.Serialization
open System.Threading.Tasks
open FSharp.Reflection

/// What F# types are as JSON: what they expect there, in words that no .NET name is among, and which have none.
[<RequiresUnreferencedCode("Reads types by reflection."); RequiresDynamicCode("Reads types by reflection.")>]
[<AbstractClass; Sealed>]
type internal JsonTypes private () =

    static let refusals =
        ConditionalWeakTable<JsonSerializerOptions, ConcurrentDictionary<Type, string | null>>()

    static let definition (ty: Type) =
        if ty.IsGenericType then
            ty.GetGenericTypeDefinition()
        else
            ty

    static let isOneOf (definitions: Type list) ty =
        List.contains (definition ty) definitions

    static let isOption =
        isOneOf
            [
                typedefof<_ option>
                typedefof<_ voption>
                typedefof<Nullable<_>>
                typedefof<Skippable<_>>
            ]

    static let withoutJson (ty: Type) =
        if ty = typeof<bigint> then
            Some "a bigint, which JSON readers round; make it a string or a decimal"
        elif FSharpType.IsFunction ty || typeof<Delegate>.IsAssignableFrom ty then
            Some "a function, which has no JSON; leave it out of the type"
        elif
            typeof<Task>.IsAssignableFrom ty
            || ty = typeof<ValueTask>
            || isOneOf [ typedefof<ValueTask<_>>; typedefof<Async<_>> ] ty
        then
            Some "a task, which has no JSON; wait for it, and give its value"
        elif isOneOf [ typedefof<Lazy<_>> ] ty then
            Some "a Lazy, which has no JSON; give its Value"
        else
            None

    /// Whether something else than the library's own converters knows the type.
    static let isForeign (options: JsonSerializerOptions) (ty: Type) =
        OwnConverters.Has ty
        || options.Converters
           |> Seq.exists (fun converter ->
               converter.GetType().Assembly <> typeof<JsonTypes>.Assembly
               && not (converter :? JsonFSharpConverter)
               && converter.CanConvert ty)

    static let membersOf (ty: Type) : (string * Type) seq =
        if FSharpType.IsRecord(ty, true) then
            FSharpType.GetRecordFields(ty, true)
            |> Seq.map (fun field -> $".{field.Name}", field.PropertyType)
        elif FSharpType.IsTuple ty then
            FSharpType.GetTupleElements ty |> Seq.mapi (fun i item -> $"[{i}]", item)
        elif ty.IsArray then
            Seq.singleton ("[]", Unchecked.nonNull (ty.GetElementType()))
        elif
            ty.IsGenericType
            && (isOption ty
                || (string ty.Namespace).StartsWith "System"
                || isOneOf
                    [
                        typedefof<_ list>
                        typedefof<Set<_>>
                        typedefof<Map<_, _>>
                        typedefof<Result<_, _>>
                    ]
                    ty)
        then
            ty.GetGenericArguments() |> Seq.map (fun argument -> "", argument)
        elif FSharpType.IsUnion(ty, true) then
            FSharpType.GetUnionCases(ty, true)
            |> Seq.collect (fun case ->
                case.GetFields()
                |> Seq.map (fun field -> $".{case.Name}.{field.Name}", field.PropertyType))
        elif
            ty.IsClass
            && ty <> typeof<string>
            && not ((string ty.Namespace).StartsWith "System")
        then
            ty.GetProperties(BindingFlags.Public ||| BindingFlags.Instance)
            |> Seq.filter (fun property -> property.GetIndexParameters().Length = 0)
            |> Seq.filter (fun property -> isNull (property.GetCustomAttribute typeof<JsonIgnoreAttribute>))
            |> Seq.map (fun property -> $".{property.Name}", property.PropertyType)
        else
            Seq.empty

    static let find options root =
        let seen = HashSet<Type>()

        let rec look path ty =
            if isForeign options ty || not (seen.Add ty) then
                None
            else
                match withoutJson ty with
                | Some reason -> Some $"{path} is {reason}"
                | None ->
                    membersOf ty
                    |> Seq.tryPick (fun (step, member') ->
                        // A path that grows with the type: a type of its own begins anew.
                        let path =
                            if step.StartsWith '.' then
                                TypeName.shown ty + step
                            else
                                path + step

                        look path member')

        look (TypeName.shown root) root |> Option.toObj

    static let cases (ty: Type) =
        FSharpType.GetUnionCases(ty, true)
        |> Array.map (fun case -> case.Name)
        |> String.concat ", "

    static let simple =
        dict<Type, string>
            [
                typeof<string>, "a string"
                typeof<char>, "a string of one character"
                typeof<bool>, "a boolean"
                typeof<sbyte>, "an 8-bit integer"
                typeof<byte>, "an 8-bit integer without a sign"
                typeof<int16>, "a 16-bit integer"
                typeof<uint16>, "a 16-bit integer without a sign"
                typeof<int>, "a 32-bit integer"
                typeof<uint32>, "a 32-bit integer without a sign"
                typeof<int64>, "a 64-bit integer"
                typeof<uint64>, "a 64-bit integer without a sign"
                typeof<decimal>, "a decimal number"
                typeof<float>, "a finite number"
                typeof<float32>, "a finite number of single precision"
                typeof<Half>, "a finite number of half precision"
                typeof<DateTime>, "a time in ISO 8601"
                typeof<DateTimeOffset>, "a time in ISO 8601"
                typeof<DateOnly>, "a date in ISO 8601"
                typeof<TimeOnly>, "a time of day"
                typeof<TimeSpan>, "a span of time"
                typeof<Guid>, "a UUID"
                typeof<Uri>, "a URI"
                typeof<byte[]>, "base64"
            ]

    static member Definition ty = definition ty

    static member IsOption ty = isOption ty

    /// Whether the type is a union that is an object with a tag, in some of its cases at least.
    static member HasTag ty =
        FSharpType.IsUnion(ty, true)
        && not (isOption ty)
        && definition ty <> typedefof<_ list>
        && (let cases = FSharpType.GetUnionCases(ty, true)

            cases.Length > 1
            && cases |> Array.exists (fun case -> case.GetFields().Length > 0))

    /// Why values of the type have no JSON with these options, and what to do; null where they have.
    static member Refusal(options: JsonSerializerOptions, ty: Type) : string | null =
        let known = refusals.GetOrCreateValue options

        match known.TryGetValue ty with
        | true, sentence -> sentence
        | _ ->
            let sentence = find options ty
            known[ty] <- sentence
            sentence

    /// What the type expects in a document.
    static member Expected(ty: Type) : string =
        match simple.TryGetValue ty with
        | true, text -> text
        | _ when isOption ty -> JsonTypes.Expected(ty.GetGenericArguments()[0])
        | _ when ty.IsEnum -> "one of " + String.Join(", ", Enum.GetNames ty)
        | _ when FSharpType.IsTuple ty -> $"an array of {(FSharpType.GetTupleElements ty).Length}"
        | _ when FSharpType.IsRecord(ty, true) -> "an object"
        | _ when
            isOneOf
                [
                    typedefof<Map<_, _>>
                    typedefof<Dictionary<_, _>>
                    typedefof<IDictionary<_, _>>
                ]
                ty
            ->
            "an object"
        | _ when ty = typeof<unit> -> "null"
        | _ when FSharpType.IsUnion(ty, true) && definition ty <> typedefof<_ list> ->
            match FSharpType.GetUnionCases(ty, true) with
            | [| case |] when case.GetFields().Length = 1 -> JsonTypes.Expected (case.GetFields()[0]).PropertyType
            | all when all |> Array.forall (fun case -> case.GetFields().Length = 0) -> "one of " + cases ty
            | _ -> "an object with $type, one of " + cases ty
        | _ when typeof<Collections.IEnumerable>.IsAssignableFrom ty -> "an array"
        | _ -> "what is expected here"

    /// The names of a union's cases.
    static member Cases ty = cases ty
