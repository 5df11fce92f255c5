namespace LambdaClient.FSharp

open System
open System.Text.Json

[<Sealed>]
type JsonPart(element: JsonElement) =
    let element =
        if element.ValueKind = JsonValueKind.Undefined then
            JsonElement.Parse "null"
        else
            element.Clone()

    member _.Element = element

    static member Parse(json: string) = JsonPart(JsonElement.Parse json)

    // Equal numbers may be written differently, so what a hash can be made of without reading them is the kind.
    override _.GetHashCode() = int element.ValueKind

    override part.Equals other =
        match other with
        | :? JsonPart as other -> JsonElement.DeepEquals(element, other.Element)
        | _ -> false

    override _.ToString() = element.GetRawText()

    interface IEquatable<JsonPart> with
        member part.Equals other = part.Equals(box other)
