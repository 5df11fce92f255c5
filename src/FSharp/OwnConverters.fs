namespace LambdaClient.FSharp

open System
open System.Diagnostics.CodeAnalysis
open System.Text.Json.Serialization

/// A type that says itself how it is written, as the events of the AWS services do: else the converter of all F# types, which stands
/// among the options, would go before what stands at the type.
[<RequiresUnreferencedCode("Reads types by reflection."); RequiresDynamicCode("Reads types by reflection.")>]
type internal OwnConverters() =
    inherit JsonConverterFactory()

    static let own (ty: Type) =
        match Attribute.GetCustomAttribute(ty, typeof<JsonConverterAttribute>, false) with
        | :? JsonConverterAttribute as attribute ->
            match attribute.ConverterType with
            | null -> ValueNone
            | converter when converter.IsSubclassOf typeof<JsonConverterFactory> -> ValueNone
            | converter -> ValueSome converter
        | _ -> ValueNone

    /// Whether a type says itself how it is written.
    static member Has ty = (own ty).IsSome

    override _.CanConvert ty = OwnConverters.Has ty

    override _.CreateConverter(ty, _) : JsonConverter | null =
        match own ty with
        | ValueSome converter -> Activator.CreateInstance converter :?> (JsonConverter | null)
        | ValueNone -> null
