using LambdaClient.Native.Client;
using LambdaClient.Native.Posix;

namespace LambdaClient.Native.Abi;

/// <summary>Reads a caller's options; NULL, 0 and absent text take the default.</summary>
internal static class OptionsReader
{
    public static Result<NativeClientOptions, ApiError> Read(nint pointer)
    {
        var defaults = new RuntimeClientOptions { Variable = HostVariable.Get };
        if (pointer == 0)
        {
            return new NativeClientOptions(defaults, false);
        }

        if (!SizedStruct.Read<Options>(pointer, "options").TryGet(out var options, out var refused))
        {
            return refused;
        }

        if (options.SetTraceVariable > 1)
        {
            return new ApiError.Usage(
                ErrorCode.OptionInvalid,
                "options.set_trace_variable",
                $"{options.SetTraceVariable}"
            );
        }

        return Text.Read(options.Endpoint, "options.endpoint")
            .Bind(endpoint =>
                Text.Read(options.UserAgent, "options.user_agent")
                    .Map(userAgent => new NativeClientOptions(
                        Chosen(defaults, options) with
                        {
                            Endpoint = endpoint,
                            UserAgent = userAgent ?? defaults.UserAgent,
                        },
                        options.SetTraceVariable == 1
                    ))
            );
    }

    private static RuntimeClientOptions Chosen(RuntimeClientOptions defaults, Options options) =>
        defaults with
        {
            MaxEventBytes =
                options.MaxEventBytes == 0
                    ? defaults.MaxEventBytes
                    : (int)Math.Min(options.MaxEventBytes, int.MaxValue),
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
        };
}
