using Microsoft.Extensions.Logging;

namespace LambdaClient;

/// <summary>
/// What an event carries beside its message, the nearest first: its category and id, the values of its message, then its
/// scopes from the innermost out. The log takes the first of two with one name.
/// </summary>
internal static class LogFields
{
    // The message before its values were put in: it is in the line already.
    private const string Template = "{OriginalFormat}";

    public static List<KeyValuePair<string, object?>> Collect<TState>(
        string category,
        EventId id,
        TState state,
        IExternalScopeProvider scopes
    )
    {
        List<KeyValuePair<string, object?>> fields = [new("category", category)];
        if (id != default)
        {
            fields.Add(new("eventId", id.Id));
        }

        if (id.Name is not null)
        {
            fields.Add(new("eventName", id.Name));
        }

        AddValues(fields, state as IEnumerable<KeyValuePair<string, object?>>);
        List<object> active = [];
        scopes.ForEachScope(static (scope, active) => active.Add(scope ?? ""), active);
        AddScopes(fields, active);
        return fields;
    }

    private static void AddScopes(List<KeyValuePair<string, object?>> fields, List<object> active)
    {
        List<string> names = [];
        for (var i = active.Count - 1; i >= 0; i--)
        {
            if (active[i] is IEnumerable<KeyValuePair<string, object?>> values)
            {
                AddValues(fields, values);
            }
            else
            {
                names.Insert(0, active[i].ToString() ?? "");
            }
        }

        if (names.Count > 0)
        {
            fields.Add(new("scope", string.Join(" => ", names)));
        }
    }

    private static void AddValues(
        List<KeyValuePair<string, object?>> fields,
        IEnumerable<KeyValuePair<string, object?>>? values
    )
    {
        foreach (var value in values ?? [])
        {
            if (value.Key != Template)
            {
                fields.Add(value);
            }
        }
    }
}
