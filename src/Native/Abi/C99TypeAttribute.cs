namespace DNNE;

/// <summary>
/// The C type of a parameter or return value. The name, the namespace and the meaning are those of the DNNE package, so
/// its generator reads the same declarations; without the package, the attribute is declared here.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
internal sealed class C99TypeAttribute(string type) : Attribute
{
    /// <summary>The C type.</summary>
    public string Type { get; } = type;
}
