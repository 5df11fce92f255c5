using System.Text;

namespace LambdaClient.HeaderGenerator;

/// <summary>
/// Writes one table twice: rows for a C program that prints the sizes, places and numbers of the header as the C compiler sees
/// them, and a Rust program that prints those of its declarations. A test compares what they print.
/// </summary>
internal static class RustLayoutWriter
{
    public static string WriteC(IReadOnlyList<Chapter> chapters)
    {
        var text = new StringBuilder(
            "/* Every number, struct and field of the header. Generated from src/Native by eng/HeaderGenerator. */\n"
        );
        foreach (var constant in AbiModel.Constants(chapters))
        {
            text.Append($"NUMBER({constant.Name})\n");
        }

        foreach (var type in chapters.SelectMany(chapter => chapter.Structs))
        {
            text.Append($"STRUCT({type.Name})\n");
            foreach (var field in type.Fields)
            {
                text.Append($"FIELD({type.Name}, {field.Name})\n");
            }
        }

        return text.ToString();
    }

    public static string WriteRust(IReadOnlyList<Chapter> chapters)
    {
        var text = new StringBuilder(
            """
            //! The layout of the declarations as the Rust compiler sees it.
            // Generated from src/Native by eng/HeaderGenerator.
            use lambdaclient_sys::*;
            use std::mem::{align_of, offset_of, size_of};

            fn size_of_field<T, F>(_: fn(T) -> F) -> usize {
                size_of::<F>()
            }

            fn main() {
                println!("LAMBDACLIENT_VERSION {LAMBDACLIENT_VERSION}");

            """
        );
        foreach (var constant in AbiModel.Constants(chapters))
        {
            text.Append($"    println!(\"{constant.Name} {{{constant.Name}}}\");\n");
        }

        foreach (var type in chapters.SelectMany(chapter => chapter.Structs))
        {
            Print(text, $"\"{type.Name} {{}} {{}}\"", $"size_of::<{type.Name}>()", $"align_of::<{type.Name}>()");
            foreach (var field in type.Fields)
            {
                var name = RustTypes.Name(field.Name);
                Print(
                    text,
                    $"\"{type.Name}.{field.Name} {{}} {{}}\"",
                    $"offset_of!({type.Name}, {name})",
                    $"size_of_field(|it: {type.Name}| it.{name})"
                );
            }
        }

        return text.Append("}\n").ToString();
    }

    private static void Print(StringBuilder text, params ReadOnlySpan<string> arguments)
    {
        text.Append("    println!(\n");
        foreach (var argument in arguments)
        {
            text.Append($"        {argument},\n");
        }

        text.Length -= 2;
        text.Append("\n    );\n");
    }
}
