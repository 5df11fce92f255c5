namespace LambdaClient.Native.Abi;

/// <summary>The C name of a struct; its C fields are this struct's fields in snake case.</summary>
[AttributeUsage(AttributeTargets.Struct)]
internal sealed class CStructAttribute(string name) : Attribute
{
    /// <summary>The C name.</summary>
    public string Name { get; } = name;
}
