using System.Globalization;
using System.Text;

namespace LambdaClient.HeaderGenerator;

/// <summary>
/// Writes what is fixed about a status as C# that needs no memory and no start: a forked child, which must not allocate, may
/// ask for it too.
/// </summary>
internal static class StatusTableWriter
{
    public static string Write()
    {
        var text = new StringBuilder(
            """
            // Generated from src/Core/Errors/ErrorTable.cs by eng/HeaderGenerator.
            namespace LambdaClient.Native.Exports;

            /// <summary>What is fixed about a status. The compiler ends each of these texts with a NUL.</summary>
            internal static class StatusTable
            {
                public static ReadOnlySpan<byte> NameOf(int status) =>
                    status switch
                    {
                        0 => "ok"u8,

            """
        );
        foreach (var row in ErrorTable.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"            {(int)row.Code} => \"{row.Name}\"u8,\n");
        }

        text.Append(
            """
                        _ => "unknown"u8,
                    };

                public static ReadOnlySpan<byte> CategoryNameOf(int status) =>
                    status switch
                    {
                        0 => "ok"u8,

            """
        );
        foreach (var category in ErrorTable.All.GroupBy(row => row.Category))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"            {Codes(category)} => \"{Names.Snake($"{category.Key}")}\"u8,\n"
            );
        }

        var recoverable = ErrorTable.All.Where(row => !row.IsFatal);
        return text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                            _ => "unknown"u8,
                        };

                    /// <summary>Also for a number that is no status.</summary>
                    public static bool IsFatal(int status) => status is not (0 or {{Codes(recoverable)}});
                }

                """
            )
            .ToString();
    }

    private static string Codes(IEnumerable<ErrorDescription> rows) =>
        string.Join(" or ", rows.Select(row => ((int)row.Code).ToString(CultureInfo.InvariantCulture)));
}
