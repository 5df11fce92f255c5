namespace LambdaClient.FSharp

open System.Text.Json

/// <summary>A part of an event whose shape its sender chose: any JSON value.</summary>
/// <remarks>
/// Immutable; safe on any thread; stays valid after the invocation was answered. Two parts are equal when they mean the same
/// (<c>JsonElement.DeepEquals</c>): the order of members does not count.
/// </remarks>
[<Sealed>]
type JsonPart =
    interface System.IEquatable<JsonPart>

    /// <summary>A part with this value, of which it keeps a copy.</summary>
    /// <param name="element">Any JSON value; <c>default</c> is null.</param>
    new: element: JsonElement -> JsonPart

    /// <summary>The value.</summary>
    member Element: JsonElement

    /// <summary>Reads the value from JSON text.</summary>
    /// <param name="json">One JSON value.</param>
    /// <exception cref="T:System.Text.Json.JsonException">The text is no JSON.</exception>
    static member Parse: json: string -> JsonPart
