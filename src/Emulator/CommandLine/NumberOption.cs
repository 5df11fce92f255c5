using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace LambdaClient.Emulator.CommandLine;

/// <summary>Makes options that take a number within bounds and refuse anything else in one sentence.</summary>
internal static class NumberOption
{
    public static Option<T> Create<T>(
        string name,
        string description,
        string helpName,
        T fallback,
        Func<T, bool> fits,
        string wanted
    )
        where T : struct, INumber<T> =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => fallback,
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && fits(number))
                {
                    return number;
                }

                result.AddError($"{name} takes {wanted}, not '{Shown.Short(text)}'.");
                return fallback;
            },
        };
}
