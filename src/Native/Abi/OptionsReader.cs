using LambdaClient.Native.Client;
using LambdaClient.Native.Exports;
using LambdaClient.Native.Posix;
using LambdaClient.Transports;

namespace LambdaClient.Native.Abi;

/// <summary>Reads a caller's options; NULL, 0 and absent text take the default. Errors name the caller's own fields.</summary>
internal static class OptionsReader
{
    private const uint LargestMaxAttempts = 1000;
    private const uint MaxConnectTimeoutMs = 24 * 60 * 60 * 1000;

    private static readonly RuntimeLoopOptions DefaultLoop = new();

    public static Result<NativeClientOptions, ApiError> Read(nint pointer)
    {
        var defaults = new RuntimeClientOptions { Variable = HostVariable.Get };
        if (pointer == 0)
        {
            return new NativeClientOptions(defaults, false, DefaultLoop);
        }

        if (!SizedStruct.TryRead<Options>(pointer, "options", out var options, out var refused))
        {
            return refused;
        }

        if (CheckNumbers(options) is { } outOfRange)
        {
            return outOfRange;
        }

        if (
            !Text.Read(options.Endpoint, "options.endpoint").TryGet(out var endpoint, out refused)
            || !Text.Read(options.UserAgent, "options.user_agent").TryGet(out var userAgent, out refused)
        )
        {
            return refused;
        }

        if (endpoint is not null && !Endpoint.Parse(endpoint, "options.endpoint").TryGet(out _, out refused))
        {
            return refused;
        }

        if (userAgent is not null && !RuntimeClient.IsUsableUserAgent(userAgent))
        {
            return new ApiError.Usage(ErrorCode.UserAgentInvalid, "options.user_agent", userAgent);
        }

        var chosen = defaults with
        {
            Endpoint = endpoint,
            UserAgent = userAgent ?? defaults.UserAgent,
            MaxEventBytes = options.MaxEventBytes == 0 ? defaults.MaxEventBytes : (int)options.MaxEventBytes,
            ConnectTimeout =
                options.ConnectTimeoutMs == 0
                    ? defaults.ConnectTimeout
                    : TimeSpan.FromMilliseconds(options.ConnectTimeoutMs),
            KeepAliveInterval = options.KeepAliveS switch
            {
                0 => defaults.KeepAliveInterval,
                uint.MaxValue => Timeout.InfiniteTimeSpan,
                var seconds => TimeSpan.FromSeconds(seconds),
            },
            AnswerTimeout = options.AnswerTimeoutMs switch
            {
                0 => null,
                uint.MaxValue => Timeout.InfiniteTimeSpan,
                var milliseconds => TimeSpan.FromMilliseconds(milliseconds),
            },
            OneWrite = options.OneWrite == 0 ? null : options.OneWrite == ClientExports.OneWriteOn,
        };
        return new NativeClientOptions(
            chosen,
            options.SetTraceVariable == 1,
            options.MaxAttempts == 0 ? DefaultLoop : DefaultLoop with { MaxAttempts = (int)options.MaxAttempts }
        );
    }

    private static ApiError.Usage? CheckNumbers(in Options options) =>
        options.SetTraceVariable > 1 ? Refuse("set_trace_variable", options.SetTraceVariable)
        : options.MaxEventBytes > RuntimeClientOptions.LargestMaxEventBytes
            ? Refuse("max_event_bytes", options.MaxEventBytes)
        : options.ConnectTimeoutMs > MaxConnectTimeoutMs ? Refuse("connect_timeout_ms", options.ConnectTimeoutMs)
        : options.OneWrite > ClientExports.OneWriteOff ? Refuse("one_write", options.OneWrite)
        : options.MaxAttempts > LargestMaxAttempts ? Refuse("max_attempts", options.MaxAttempts)
        : SizedStruct.CheckReserved(options.Reserved, "options") is { } reserved ? reserved
        : options.KeepAliveS is > KeepAlive.MaxSeconds and < uint.MaxValue ? Refuse("keep_alive_s", options.KeepAliveS)
        : null;

    private static ApiError.Usage Refuse(string field, ulong value) =>
        new(ErrorCode.OptionInvalid, $"options.{field}", $"{value}");
}
