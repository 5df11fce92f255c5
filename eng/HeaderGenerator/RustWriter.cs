using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes the header's declarations in Rust, formatted as rustfmt does.</summary>
internal sealed partial class RustWriter
{
    private const int Width = 100;

    private readonly StringBuilder _text = new();

    public static string Write(IReadOnlyList<Chapter> chapters, string version)
    {
        var writer = new RustWriter();
        writer.Line("// Generated from src/Native by eng/HeaderGenerator.");
        writer.Line("use core::ffi::{c_char, c_void};");
        writer.Line("use core::marker::{PhantomData, PhantomPinned};");
        writer.Line("use core::{mem, ptr};\n");
        writer.Constants(version);
        foreach (var handle in AbiModel.Handles(chapters))
        {
            writer.Handle(handle);
        }

        foreach (var type in chapters.SelectMany(chapter => chapter.Structs))
        {
            writer.Struct(type);
        }

        writer.Line("extern \"C\" {");
        var isFirst = true;
        foreach (var export in chapters.SelectMany(chapter => chapter.Exports))
        {
            writer._text.Append(isFirst ? "" : "\n");
            writer.Function(export);
            isFirst = false;
        }

        writer.Line("}");
        return Unused(writer._text.ToString());
    }

    /// <summary>Only what is used is imported.</summary>
    private static string Unused(string text) =>
        text.Contains("*mut c_void", StringComparison.Ordinal)
        || text.Contains("*const c_void", StringComparison.Ordinal)
            ? text
            : text.Replace("use core::ffi::{c_char, c_void};", "use core::ffi::c_char;", StringComparison.Ordinal);

    private void Constants(string version)
    {
        Document("The version of the header that these declarations follow.");
        Line($"pub const LAMBDACLIENT_VERSION: &str = \"{version}\";");
        foreach (var constant in AbiModel.Constants())
        {
            Document(constant.Doc);
            Line($"pub const {constant.Name}: i32 = {constant.Value.ToString(CultureInfo.InvariantCulture)};");
        }

        Line("");
    }

    private void Handle(string name)
    {
        Document("A handle; what stands behind it is the library's own.");
        Line("#[repr(C)]");
        Line($"pub struct {name} {{");
        Line("    _private: [u8; 0],");
        Line("    _marker: PhantomData<(*mut u8, PhantomPinned)>,");
        Line("}\n");
    }

    private void Struct(Struct type)
    {
        Document(type.Text);
        Line("#[repr(C)]");
        Line("#[derive(Clone, Copy, Debug)]");
        Line($"pub struct {type.Name} {{");
        foreach (var field in type.Fields)
        {
            Document(field.Doc, "    ");
            Line($"    pub {RustTypes.Name(field.Name)}: {RustTypes.Of(field.Type)},");
        }

        Line("}\n");
        if (type.Name == "lambdaclient_view_t")
        {
            Line("const ABSENT: lambdaclient_view_t = lambdaclient_view_t {");
            Line("    data: ptr::null(),\n    len: 0,\n};\n");
        }

        if (type.IsSized)
        {
            Initializer(type);
        }
    }

    private void Initializer(Struct type)
    {
        Document($"What {type.Name} begins with: its size, and nothing else.");
        var declaration = $"pub const {type.InitializerName}: {type.Name} =";
        var indent = declaration.Length + type.Name.Length + 3 <= Width ? "" : "    ";
        Line($"{declaration}{(indent.Length == 0 ? " " : "\n    ")}{type.Name} {{");
        Line($"{indent}    struct_size: mem::size_of::<{type.Name}>() as u32,");
        foreach (var field in type.Fields.Skip(1))
        {
            Line($"{indent}    {RustTypes.Name(field.Name)}: {RustTypes.Zero(field.Type)},");
        }

        Line($"{indent}}};\n");
    }

    private void Function(Export export)
    {
        var doc = export.Doc;
        Document(doc.Summary, "    ");
        Document("", "    ");
        foreach (var parameter in export.Parameters)
        {
            Item($"`{parameter.Name}`: {Escape(parameter.Doc)}");
        }

        foreach (
            var (name, text) in new[]
            {
                ("Returns", doc.Returns),
                ("NULL", export.NullRule),
                ("Threads", doc.Threads),
                ("Since", doc.Since),
            }
        )
        {
            if (text is not null)
            {
                Item($"{name}: {Escape(text)}");
            }
        }

        var arguments = export
            .Parameters.Select(parameter => $"{RustTypes.Name(parameter.Name)}: {RustTypes.Of(parameter.Type)}")
            .ToList();
        var returned = RustTypes.Returned(export.ReturnType);
        var line = $"    pub fn {export.Name}({string.Join(", ", arguments)}){returned};";
        if (line.Length <= Width)
        {
            Line(line);
            return;
        }

        Line($"    pub fn {export.Name}(");
        foreach (var argument in arguments)
        {
            Line($"        {argument},");
        }

        Line($"    ){returned};");
    }

    private void Item(string text)
    {
        var first = "    /// - ";
        foreach (var line in Wrapping.Wrap(text, Width - first.Length))
        {
            Line(first + line);
            first = "    ///   ";
        }
    }

    private void Document(string text, string indent = "")
    {
        foreach (var line in Wrapping.Wrap(Escape(text), Width - indent.Length - 4))
        {
            Line($"{indent}/// {line}".TrimEnd());
        }
    }

    /// <summary>Brackets and angles would be links and tags, and so would an address.</summary>
    public static string Escape(string text) => Address().Replace(Markup().Replace(text, @"\$0"), "`$0`");

    private void Line(string text) => _text.Append(text).Append('\n');

    [GeneratedRegex(@"[\[\]<>*]")]
    private static partial Regex Markup();

    [GeneratedRegex(@"http://[a-z:]*[a-z]")]
    private static partial Regex Address();
}
