using System.Globalization;
using System.Text;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes <c>docs/errors.md</c>: every code, what it means and what to do.</summary>
internal static class ErrorsPage
{
    public static string Write()
    {
        var page = new StringBuilder(
            """
            # Errors

            Every failure has one of these codes, in every language: the number never changes, and its hundreds are the category.
            A fatal one means that the runtime has to stop and exit with a status other than 0; after any other it can go on.
            Made from the one table in [ErrorTable.cs](../src/Core/Errors/ErrorTable.cs) by `eng/HeaderGenerator`.

            """
        );
        foreach (var category in ErrorTable.All.GroupBy(row => row.Category))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {category.Key}\n\n");
            page.Append("| code | name | fatal | meaning | next step |\n| --- | --- | --- | --- | --- |\n");
            foreach (var row in category)
            {
                var fatal = row.IsFatal ? "yes" : "";
                var only = AbiModel.IsStatus(row.Code) ? "" : " (C# only)";
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"| {(int)row.Code} | `{row.Name}`{only} | {fatal} | {row.Summary} | {row.NextStep} |\n"
                );
            }
        }

        return page.ToString();
    }
}
