using LambdaClient.Native.Client;

namespace LambdaClient.Native.Abi;

/// <summary>Reads what a caller tells besides a log event's message.</summary>
internal static unsafe class LogDetailsReader
{
    private const uint MaxFields = 1024;

    public static Result<LogExtras, ApiError> Read(nint pointer)
    {
        if (pointer == 0)
        {
            return LogExtras.None;
        }

        if (!SizedStruct.TryRead<LogDetails>(pointer, "details", out var details, out var refused))
        {
            return refused;
        }

        if (SizedStruct.CheckReserved(details.Reserved, "details") is { } reserved)
        {
            return reserved;
        }

        if (details.OfLast > 1)
        {
            return new ApiError.Usage(ErrorCode.OptionInvalid, "details.of_last", $"{details.OfLast}");
        }

        var isOfLast = details.OfLast == 1;
        if (details.FieldCount > MaxFields)
        {
            return new ApiError.Usage(ErrorCode.OptionInvalid, "details.field_count", $"{details.FieldCount}");
        }

        if (details.Fields == null && details.FieldCount > 0)
        {
            return new ApiError.Usage(ErrorCode.ArgumentMissing, "details.fields", "NULL");
        }

        var fields = new KeyValuePair<string, object?>[details.FieldCount];
        for (var i = 0; i < fields.Length; i++)
        {
            if (
                !Text.ReadForReport(details.Fields[i].Name, "details.fields").TryGet(out var name, out refused)
                || !Text.ReadForReport(details.Fields[i].Value, "details.fields").TryGet(out var value, out refused)
            )
            {
                return refused;
            }

            fields[i] = new(name, value);
        }

        if (details.Failure == null)
        {
            return new LogExtras(null, fields, isOfLast);
        }

        return FailureReader.ReadForLog((nint)details.Failure).Map(failure => new LogExtras(failure, fields, isOfLast));
    }
}
