namespace LambdaClient.Native.Abi;

/// <summary>The C name of a function type, on the delegate that describes it; on a field of a struct, which delegate describes what it points to.</summary>
[AttributeUsage(AttributeTargets.Delegate | AttributeTargets.Field)]
internal sealed class CFunctionAttribute : Attribute
{
    public CFunctionAttribute(string name) => Name = name;

    public CFunctionAttribute(Type type) => Type = type;

    /// <summary>The C name; null on a field.</summary>
    public string? Name { get; }

    /// <summary>The delegate; null on a delegate.</summary>
    public Type? Type { get; }
}
