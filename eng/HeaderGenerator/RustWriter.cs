using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes the header's declarations in Rust, formatted as rustfmt does.</summary>
internal sealed partial class RustWriter
{
    private const int Width = 100;

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _callbacks;

    private RustWriter(IReadOnlyList<Chapter> chapters) =>
        _callbacks = [.. chapters.SelectMany(chapter => chapter.Callbacks).Select(callback => callback.Name)];

    public static string Write(IReadOnlyList<Chapter> chapters, string version)
    {
        var writer = new RustWriter(chapters);
        writer.Line("// Generated from src/Native by eng/HeaderGenerator.");
        writer.Line("use core::ffi::{c_char, c_void};");
        writer.Line("use core::marker::{PhantomData, PhantomPinned};");
        writer.Line("use core::{mem, ptr};\n");
        writer.Constants(chapters, version);
        foreach (var handle in AbiModel.Handles(chapters))
        {
            writer.Handle(handle);
        }

        foreach (var callback in chapters.SelectMany(chapter => chapter.Callbacks))
        {
            writer.Callback(callback);
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
        return writer._text.ToString();
    }

    private void Constants(IReadOnlyList<Chapter> chapters, string version)
    {
        Document("The version of the header that these declarations follow.");
        Line($"pub const LAMBDACLIENT_VERSION: &str = \"{version}\";");
        foreach (var constant in AbiModel.Constants(chapters))
        {
            Document(constant.Doc);
            Line(
                $"pub const {constant.Name}: {(constant.IsStatus ? "i32" : "u32")} = {constant.Value.ToString(CultureInfo.InvariantCulture)};"
            );
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
            Line("    data: ptr::null(),\n    size: 0,\n};\n");
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
            Line($"{indent}    {RustTypes.Name(field.Name)}: {Zero(field.Type)},");
        }

        Line($"{indent}}};\n");
    }

    private string Zero(string type) =>
        type == "lambdaclient_view_t" ? "ABSENT"
        : _callbacks.Contains(type) ? "None"
        : !type.EndsWith('*') ? "0"
        : type.StartsWith("const ", StringComparison.Ordinal) ? "ptr::null()"
        : "ptr::null_mut()";

    private void Callback(Callback callback)
    {
        Documented(callback.Parameters, callback.Doc, null, "");
        var arguments = callback.Parameters.Select(RustTypes.Declare).ToList();
        var returned = RustTypes.Returned(callback.ReturnType);
        var line =
            $"pub type {callback.Name} = Option<unsafe extern \"C\" fn({string.Join(", ", arguments)}){returned}>;";
        var half = $"    Option<unsafe extern \"C\" fn({string.Join(", ", arguments)}){returned}>;";
        if (line.Length <= Width)
        {
            Line($"{line}\n");
        }
        else if (half.Length <= Width)
        {
            Line($"pub type {callback.Name} =\n{half}\n");
        }
        else
        {
            Line($"pub type {callback.Name} = Option<\n    unsafe extern \"C\" fn(");
            Line(string.Concat(arguments.Select(argument => $"        {argument},\n")) + $"    ){returned},\n>;\n");
        }
    }

    private void Function(Export export)
    {
        const string Indent = "    ";
        Documented(export.Parameters, export.Doc, export.NullRule, Indent);
        var arguments = export.Parameters.Select(RustTypes.Declare).ToList();
        var returned = RustTypes.Returned(export.ReturnType);
        var line = $"{Indent}pub fn {export.Name}({string.Join(", ", arguments)}){returned};";
        if (line.Length <= Width)
        {
            Line(line);
            return;
        }

        Line($"{Indent}pub fn {export.Name}(");
        Line(string.Concat(arguments.Select(argument => $"        {argument},\n")) + $"{Indent}){returned};");
    }

    private void Documented(IReadOnlyList<Parameter> parameters, Doc doc, string? nullRule, string indent)
    {
        Document(doc.Summary, indent);
        Line($"{indent}///");
        IEnumerable<(string Name, string? Text)> facts =
        [
            .. parameters.Select(parameter => ($"`{parameter.Name}`", parameter.Doc)),
            ("Returns", doc.Returns),
            ("NULL", nullRule),
            ("Threads", doc.Threads),
            ("Since", doc.Since),
        ];
        foreach (var (name, text) in facts.Where(fact => fact.Text is not null))
        {
            Item($"{name}: {Escape(text!)}", indent);
        }
    }

    private void Item(string text, string indent)
    {
        var first = $"{indent}/// - ";
        foreach (var line in Wrapping.Wrap(text, Width - first.Length))
        {
            Line(first + line);
            first = $"{indent}///   ";
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
