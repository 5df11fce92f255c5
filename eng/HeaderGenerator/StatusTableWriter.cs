using System.Globalization;
using System.Text;

namespace LambdaClient.HeaderGenerator;

/// <summary>
/// Writes what is fixed about a status as C# that needs no memory and no start: a forked child, which must not allocate, may
/// ask for it too.
/// </summary>
internal static class StatusTableWriter
{
    // The statuses that are told where no error can be made.
    private static readonly ErrorCode[] WithoutMemory = [ErrorCode.ForkedChild, ErrorCode.OutOfMemory];

    /// <summary>The sentence of an error that has no facts but its code.</summary>
    public static string MessageOf(ErrorDescription row) => $"{row.Name}: {row.Summary}; {row.NextStep}";

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
        foreach (var row in AbiModel.Statuses)
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
        foreach (var category in AbiModel.Statuses.GroupBy(row => row.Category))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"            {Codes(category)} => \"{Names.Snake($"{category.Key}")}\"u8,\n"
            );
        }

        text.Append(
            """
                        _ => "unknown"u8,
                    };

                /// <summary>The sentence of an error that is told without memory; of any but the likely ones it is the name. Empty for a number that is no status.</summary>
                public static ReadOnlySpan<byte> MessageOf(int status) =>
                    status switch
                    {

            """
        );
        foreach (var row in AbiModel.Statuses.Where(static row => WithoutMemory.Contains(row.Code)))
        {
            text.Append(CultureInfo.InvariantCulture, $"            {(int)row.Code} => \"{MessageOf(row)}\"u8,\n");
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"            {Codes(AbiModel.Statuses.Where(static row => !WithoutMemory.Contains(row.Code)))} => NameOf(status),\n"
        );
        var recoverable = AbiModel.Statuses.Where(row => !row.IsFatal);
        var fatal = AbiModel.Statuses.Where(row => row.IsFatal);
        return text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                            _ => default,
                        };

                    /// <summary>1 for a fatal status, 0 for another, -1 for a number that is none.</summary>
                    public static int FatalityOf(int status) =>
                        status switch
                        {
                            0 or {{Codes(recoverable)}} => 0,
                            {{Codes(fatal)}} => 1,
                            _ => -1,
                        };
                }

                """
            )
            .ToString();
    }

    private static string Codes(IEnumerable<ErrorDescription> rows) =>
        string.Join(" or ", rows.Select(row => ((int)row.Code).ToString(CultureInfo.InvariantCulture)));
}
