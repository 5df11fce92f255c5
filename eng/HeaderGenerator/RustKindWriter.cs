using System.Globalization;
using System.Text;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes the one table of failures as Rust's <c>ErrorKind</c> and <c>ErrorCategory</c>.</summary>
internal static class RustKindWriter
{
    private const int Width = 100;

    public static string Write()
    {
        var text = new StringBuilder("// Generated from src/Core/Errors/ErrorTable.cs by eng/HeaderGenerator.\n\n");
        Document(text, "What went wrong, by its stable name; `docs/errors.md` has them all in a table.", "");
        text.Append("#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub enum ErrorKind {\n");
        foreach (var row in AbiModel.Statuses)
        {
            Document(text, RustWriter.Escape(AbiModel.Meaning(row)));
            text.Append(CultureInfo.InvariantCulture, $"    {row.Code} = {(int)row.Code},\n");
        }

        Document(text, "A status of a newer library; [`Error::code`](crate::Error::code) has its number.");
        text.Append("    Unknown = -1,\n}\n\nimpl ErrorKind {\n");
        text.Append("    pub(crate) fn from_code(code: i32) -> Self {\n        match code {\n");
        foreach (var row in AbiModel.Statuses)
        {
            text.Append(CultureInfo.InvariantCulture, $"            {(int)row.Code} => Self::{row.Code},\n");
        }

        text.Append("            _ => Self::Unknown,\n        }\n    }\n\n");
        Document(text, "The stable name, as C and the documentation spell it, such as `connect_refused`.");
        text.Append("    #[must_use]\n    pub fn name(self) -> &'static str {\n        match self {\n");
        foreach (var row in AbiModel.Statuses)
        {
            text.Append(CultureInfo.InvariantCulture, $"            Self::{row.Code} => \"{row.Name}\",\n");
        }

        text.Append("            Self::Unknown => \"unknown\",\n        }\n    }\n\n");
        Document(text, "Whether the runtime has to stop and exit with a status other than 0.");
        text.Append(
            "    #[must_use]\n    pub fn is_fatal(self) -> bool {\n        matches!(\n            self,\n            "
        );
        text.AppendJoin(
            "\n                | ",
            AbiModel.Statuses.Where(row => row.IsFatal).Select(row => $"Self::{row.Code}").Append("Self::Unknown")
        );
        text.Append("\n        )\n    }\n\n");
        Document(text, "The kind of thing that went wrong; none for an unknown status.");
        text.Append("    #[must_use]\n    pub fn category(self) -> Option<ErrorCategory> {\n");
        text.Append("        Some(match self as i32 / 100 {\n");
        foreach (var category in Enum.GetValues<ErrorCategory>())
        {
            text.Append(CultureInfo.InvariantCulture, $"            {(int)category} => ErrorCategory::{category},\n");
        }

        text.Append("            _ => return None,\n        })\n    }\n}\n\n");
        Document(text, "What kind of thing went wrong: the hundreds of a code.", "");
        text.Append(
            "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub enum ErrorCategory {\n"
        );
        foreach (var category in AbiModel.Statuses.GroupBy(row => row.Category))
        {
            Document(text, $"The codes from {(int)category.Key}01, such as `{category.First().Name}`.");
            text.Append(CultureInfo.InvariantCulture, $"    {category.Key} = {(int)category.Key},\n");
        }

        return text.Append("}\n").ToString();
    }

    private static void Document(StringBuilder text, string sentence, string indent = "    ")
    {
        foreach (var line in Wrapping.Wrap(sentence, Width - indent.Length - 4))
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}/// {line}\n");
        }
    }
}
