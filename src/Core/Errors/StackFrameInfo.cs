namespace LambdaClient;

/// <summary>One frame of a stack, as an X-Ray cause carries it.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
public sealed record StackFrameInfo
{
    /// <summary>A frame.</summary>
    /// <param name="path">The source file; empty where it is not known.</param>
    /// <param name="line">The line, from 1; 0 where it is not known.</param>
    /// <param name="label">The function.</param>
    public StackFrameInfo(string path, int line, string label)
    {
        Path = path ?? "";
        Line = line;
        Label = label ?? "";
    }

    /// <summary>The source file; empty where it is not known.</summary>
    public string Path { get; }

    /// <summary>The line, from 1; 0 where it is not known.</summary>
    public int Line { get; }

    /// <summary>The function.</summary>
    public string Label { get; }

    /// <summary>The frame on one line, as .NET words it.</summary>
    public override string ToString() => Path.Length == 0 ? $"at {Label}" : $"at {Label} in {Path}:line {Line}";
}
