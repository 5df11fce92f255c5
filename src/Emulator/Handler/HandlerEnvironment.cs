using System.Collections;
using System.Globalization;

namespace LambdaClient.Emulator.Handler;

/// <summary>The environment variables that the AWS Lambda Developer Guide, Environment variables, promises a runtime.</summary>
internal static class HandlerEnvironment
{
    /// <summary>What a program gets of this process's own environment.</summary>
    public static Dictionary<string, string?> Inherited(HandlerProgram program)
    {
        var inherited = new Dictionary<string, string?>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            // The service has these two as well.
            if (program.InheritsEnvironment || name is "PATH" or "LANG")
            {
                inherited[name] = (string?)variable.Value;
            }
        }

        return inherited;
    }

    /// <summary>Adds them to an inherited environment.</summary>
    public static void Apply(
        IDictionary<string, string?> environment,
        HandlerProgram program,
        EmulatorOptions options,
        string runtimeApi
    )
    {
        var today = options.TimeProvider.GetUtcNow().ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);
        environment["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        environment["_HANDLER"] = program.HandlerName;
        environment["LAMBDA_TASK_ROOT"] = program.Folder is { } folder
            ? Path.GetFullPath(folder)
            : Directory.GetCurrentDirectory();
        environment["AWS_LAMBDA_FUNCTION_NAME"] = options.FunctionName;
        environment["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST";
        environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = options.MemorySizeMb.ToString(CultureInfo.InvariantCulture);
        // A snapshot is restored many times, so it knows neither.
        Set("AWS_LAMBDA_LOG_GROUP_NAME", options.SnapStart ? null : $"/aws/lambda/{options.FunctionName}");
        Set("AWS_LAMBDA_LOG_STREAM_NAME", options.SnapStart ? null : $"{today}/[$LATEST]{Guid.NewGuid():N}");
        environment["AWS_LAMBDA_INITIALIZATION_TYPE"] =
            options.SnapStart ? "snap-start"
            : options.MaxConcurrency is null ? "on-demand"
            : "lambda-managed-instances";
        // That it is there at all means concurrency.
        Set("AWS_LAMBDA_MAX_CONCURRENCY", options.MaxConcurrency?.ToString(CultureInfo.InvariantCulture));
        environment["AWS_REGION"] = options.Region;
        environment["AWS_DEFAULT_REGION"] = options.Region;
        environment["TZ"] = ":UTC";
        // The runtime sets this one for each event; a value from outside would belong to somebody else's trace.
        environment.Remove("_X_AMZN_TRACE_ID");
        foreach (var (name, value) in program.Environment)
        {
            environment[name] = value;
        }

        void Set(string name, string? value)
        {
            environment.Remove(name);
            if (value is not null)
            {
                environment[name] = value;
            }
        }
    }
}
