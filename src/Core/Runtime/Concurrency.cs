using System.Globalization;

namespace LambdaClient;

/// <summary>How many pollers a process runs.</summary>
/// <param name="Pollers">The number.</param>
/// <param name="IsConcurrent">Whether invocations can be in progress side by side; so it is on Managed Instances with one poller too.</param>
internal readonly record struct Concurrency(int Pollers, bool IsConcurrent)
{
    public const string Variable = "AWS_LAMBDA_MAX_CONCURRENCY";

    /// <summary>Whether the service asks for pollers side by side; so it does on Managed Instances with one poller too.</summary>
    public static bool IsAskedFor(Func<string, string?> variable) => !string.IsNullOrEmpty(variable(Variable));

    /// <summary>
    /// What the program chose, or else what the service asks for. Where the service does not ask for more, more than one poller would
    /// each be handed the same event, so there is one, unless the program insists.
    /// </summary>
    /// <param name="chosen">What the program chose; null where it did not.</param>
    /// <param name="isForced">Whether the program insists.</param>
    /// <param name="option">The name of that option.</param>
    /// <param name="variable">Gives the value of an environment variable.</param>
    /// <param name="warn">Takes the sentence that says why there are fewer pollers than chosen.</param>
    public static Result<Concurrency, ApiError> Choose(
        long? chosen,
        bool isForced,
        string option,
        Func<string, string?> variable,
        Action<string> warn
    )
    {
        var isAskedFor = IsAskedFor(variable);
        if (chosen is { } count)
        {
            if (count is < 1 or > BootstrapOptions.MaxConcurrency)
            {
                return new ApiError.Usage(ErrorCode.OptionInvalid, option, $"{count}");
            }

            if (count > 1 && !isAskedFor && !isForced)
            {
                warn(
                    $"one poller runs instead of {count}: {Variable} is not set, so the service would hand each the same event"
                );
                return new Concurrency(1, false);
            }

            return new Concurrency((int)count, count > 1 || isAskedFor);
        }

        if (!isAskedFor)
        {
            return new Concurrency(1, false);
        }

        var asked = variable(Variable);
        return
            int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= BootstrapOptions.MaxConcurrency
            ? new Concurrency(number, true)
            : new ApiError.Usage(ErrorCode.OptionInvalid, Variable, asked);
    }

    /// <summary>
    /// Lets the thread pool have a thread for each handler that blocks, and some more for what goes on meanwhile: it adds
    /// threads slowly by itself, and polls would starve.
    /// </summary>
    public void ReserveThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        var wanted = Pollers + Environment.ProcessorCount;
        if (Pollers > 1 && wanted > workers)
        {
            ThreadPool.SetMinThreads(wanted, completions);
        }
    }
}
