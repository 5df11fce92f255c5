using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaClient.Emulator.CommandLine;

/// <summary>Reads <c>lambdaclient.json</c>, which describes several functions.</summary>
internal static class FunctionFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The functions of a file, each on the settings that the command line has for all.</summary>
    /// <param name="path">The file. Folders in it are relative to its own.</param>
    /// <param name="common">What holds for a function that does not say otherwise.</param>
    /// <param name="handler">The same for its program.</param>
    /// <exception cref="UsageException">The file cannot be read or used.</exception>
    public static IEnumerable<EmulatorOptions> Read(string path, EmulatorOptions common, HandlerProgram handler)
    {
        var name = $"'{Shown.Short(path)}'";
        Content? content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Strict);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name} cannot be read; give --config a file that describes functions.");
        }
        catch (JsonException misfit)
        {
            throw new UsageException(
                $"{name} cannot be used: {Shown.Short(Reason(misfit))} (line {misfit.LineNumber + 1})."
            );
        }

        if (content is not { Functions.Count: > 0 })
        {
            throw new UsageException($"{name} describes no function; give {{\"functions\": {{\"NAME\": {{...}}}}}}.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return content.Functions.Select(function => Of(function.Key, function.Value ?? new(), folder, common, handler));
    }

    private static EmulatorOptions Of(
        string name,
        Function function,
        string folder,
        EmulatorOptions common,
        HandlerProgram handler
    )
    {
        var own = Path.GetFullPath(function.Folder ?? ".", folder);
        if (!Directory.Exists(own))
        {
            throw new UsageException(
                $"The folder '{Shown.Short(own)}' of the function '{Shown.Short(name)}' does not exist."
            );
        }

        return common with
        {
            FunctionName = name,
            Timeout = function.Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : common.Timeout,
            InitTimeout = function.InitTimeout is { } most ? TimeSpan.FromSeconds(most) : common.InitTimeout,
            MemorySizeMb = function.Memory ?? common.MemorySizeMb,
            MaxConcurrency = function.MaxConcurrency ?? common.MaxConcurrency,
            SnapStart = function.SnapStart ?? common.SnapStart,
            FunctionUrlPort = function.UrlPort ?? common.FunctionUrlPort,
            Handler = function.Command is not { Count: > 0 } command
                ? null
                : handler with
                {
                    Path = command[0],
                    Arguments = [.. command.Skip(1)],
                    Folder = own,
                    HandlerName = function.Handler ?? handler.HandlerName,
                    Environment = new Dictionary<string, string>([
                        .. (function.Environment ?? []).Where(it => !handler.Environment.ContainsKey(it.Key)),
                        .. handler.Environment,
                    ]),
                },
        };
    }

    private static string Reason(JsonException misfit) => misfit.Message.Split(". Path:")[0].Split(" LineNumber:")[0];

    private sealed record Content(Dictionary<string, Function?>? Functions);

    private sealed record Function
    {
        public IReadOnlyList<string>? Command { get; init; }

        public string? Folder { get; init; }

        public string? Handler { get; init; }

        public double? Timeout { get; init; }

        public double? InitTimeout { get; init; }

        public int? Memory { get; init; }

        public int? MaxConcurrency { get; init; }

        public bool? SnapStart { get; init; }

        public int? UrlPort { get; init; }

        public Dictionary<string, string>? Environment { get; init; }
    }
}
