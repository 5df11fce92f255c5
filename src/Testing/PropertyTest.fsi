namespace LambdaClient.Testing

open FsCheck

/// <summary>A property did not hold; the message shows for what, and how to see it again.</summary>
[<Sealed; Class>]
type PropertyFailedException =
    inherit exn

    /// <summary>What to give to <c>PropertyTest.Check</c> so that the same values are tried again.</summary>
    member Replay: string

/// <summary>Checks a property of FsCheck inside an ordinary test of xunit, or of any framework whose tests fail by exception.</summary>
/// <remarks>
/// Needs no package but FsCheck. Safe on any thread; each check has a seed of its own, which is printed on standard output as soon as
/// it is chosen, so that it is known also of a test that never ends.
/// </remarks>
[<AbstractClass; Sealed>]
type PropertyTest =
    /// <summary>Tries a property on 100 values.</summary>
    /// <param name="property">The property, made with <c>Prop.forAll</c>, or <c>Prop.ForAll</c> in C#.</param>
    /// <exception cref="T:LambdaClient.Testing.PropertyFailedException">It does not hold for one of them.</exception>
    static member Check: property: Property -> unit

    /// <summary>Tries a property on the values of an earlier check.</summary>
    /// <param name="property">The property.</param>
    /// <param name="replay">What was printed: two numbers and a comma.</param>
    /// <exception cref="T:LambdaClient.Testing.PropertyFailedException">It does not hold for one of them.</exception>
    /// <exception cref="T:System.ArgumentException">The text is no such thing.</exception>
    static member Check: property: Property * replay: string -> unit

    /// <summary>Tries a property on as many values as are wanted.</summary>
    /// <param name="property">The property.</param>
    /// <param name="count">How many, from 1.</param>
    /// <exception cref="T:LambdaClient.Testing.PropertyFailedException">It does not hold for one of them.</exception>
    /// <exception cref="T:System.ArgumentException">The count is below 1.</exception>
    static member Check: property: Property * count: int -> unit
