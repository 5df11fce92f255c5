using System.Text.RegularExpressions;

namespace LambdaClient.Emulator.Invoke;

/// <summary>The function that an Invoke path names: plainly, with a qualifier, or by a whole or partial ARN.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Qualifier">The version or alias, or null.</param>
/// <param name="Arn">The whole ARN if the caller gave one, or null.</param>
internal sealed partial record FunctionReference(string Name, string? Qualifier, string? Arn)
{
    public static FunctionReference Parse(string name, string? queryQualifier)
    {
        var match = Pattern.Match(name);
        if (!match.Success)
        {
            throw InvokeException.InvalidParameter(
                $"'{Shown.Short(name)}' is no function name; give NAME, NAME:QUALIFIER or an ARN."
            );
        }

        var qualifier = match.Groups["qualifier"] is { Success: true } inName ? inName.Value : null;
        if (!string.IsNullOrEmpty(queryQualifier))
        {
            if (!QualifierPattern.IsMatch(queryQualifier) || (qualifier is not null && qualifier != queryQualifier))
            {
                throw InvokeException.InvalidParameter(
                    $"The qualifier '{Shown.Short(queryQualifier)}' is malformed or differs from the one in the function name."
                );
            }

            qualifier = queryQualifier;
        }

        return new FunctionReference(match.Groups["name"].Value, qualifier, WithQualifier(match, qualifier));
    }

    private static string? WithQualifier(Match match, string? qualifier)
    {
        if (!match.Groups["arn"].Success)
        {
            return null;
        }

        var arn = $"{match.Groups["arn"].Value}{match.Groups["account"].Value}:function:{match.Groups["name"].Value}";
        return qualifier is null ? arn : $"{arn}:{qualifier}";
    }

    [GeneratedRegex(
        @"^((?<arn>arn:[a-z0-9-]+:lambda:[a-z0-9-]+:)?(?<account>\d{12}):function:|\d{12}:)?(?<name>[A-Za-z0-9_-]{1,140})(:(?<qualifier>\$LATEST|[A-Za-z0-9_-]{1,128}))?\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pattern { get; }

    [GeneratedRegex(@"^(\$LATEST|[A-Za-z0-9_-]{1,128})\z")]
    private static partial Regex QualifierPattern { get; }
}
