using System.Reflection;
using System.Text;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Client;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("x")]
    [InlineData("AWS_Lambda_Rust/0.2.0 (rustc/1.32.0-stable)")]
    public void The_user_agent_is_sent_with_every_request(string userAgent)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted, Wire.Event(), Wire.Accepted, Wire.Accepted);
        using var client = Opened.Over(transport, Opened.Options with { UserAgent = userAgent });

        client.Respond(client.Next().Must(), default).Must();
        client.Fail(client.Next().Must(), new FunctionError("Function.Broken", "")).Must();
        client.FailInit(new FunctionError("Function.Broken", "")).Must();

        Assert.Equal(5, transport.Written.Count);
        Assert.All(
            transport.Written,
            request =>
                Assert.Contains(
                    $"\r\nUser-Agent: {userAgent}\r\n",
                    Encoding.ASCII.GetString(request),
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void The_user_agent_names_the_library_and_its_version_unless_set()
    {
        var version = typeof(RuntimeClient).Assembly.GetName().Version!.ToString(3);

        Assert.Equal($"lambdaclient/{version}", new RuntimeClientOptions().UserAgent);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" x")]
    [InlineData("x ")]
    [InlineData("x\r\nInjected: y")]
    [InlineData("x\ty")]
    [InlineData("x\0")]
    [InlineData("agënt")]
    public void A_user_agent_that_cannot_be_a_header_is_refused(string userAgent)
    {
        var error = RuntimeClient.Open(Opened.Options with { UserAgent = userAgent }).MustFail();

        Assert.Equal(ErrorCode.UserAgentInvalid, error.Code);
        Assert.Equal("RuntimeClientOptions.UserAgent", Assert.IsType<ApiError.Usage>(error).Argument);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void An_option_that_is_null_or_fails_is_refused()
    {
        RuntimeClient.Open(Opened.Options with { UserAgent = null! }).MustFail(ErrorCode.UserAgentInvalid);
        RuntimeClient.Open(Opened.Options with { Variable = null! }).MustFail(ErrorCode.OptionInvalid);
        RuntimeClient.Open(Opened.Options with { Clock = null! }).MustFail(ErrorCode.OptionInvalid);
        var error = RuntimeClient
            .Open(Opened.Options with { Transport = () => throw new InvalidOperationException("no network today") })
            .MustFail(ErrorCode.OptionInvalid);

        Assert.Contains("no network today", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_agent_has_at_most_128_characters()
    {
        RuntimeClient.Open(Opened.Options with { UserAgent = new string('x', 128) }).Must();
        RuntimeClient
            .Open(Opened.Options with { UserAgent = new string('x', 129) })
            .MustFail(ErrorCode.UserAgentInvalid);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(RuntimeClientOptions.LargestMaxEventBytes, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(RuntimeClientOptions.LargestMaxEventBytes + 1, false)]
    public void The_event_limit_has_a_range(int bytes, bool isValid) =>
        IsChecked(Opened.Options with { MaxEventBytes = bytes }, "RuntimeClientOptions.MaxEventBytes", isValid);

    [Theory]
    [InlineData(1, true)]
    [InlineData(TimeSpan.TicksPerDay, true)]
    [InlineData(0, false)]
    [InlineData(-TimeSpan.TicksPerMillisecond, false)]
    [InlineData(TimeSpan.TicksPerDay + 1, false)]
    [InlineData(long.MaxValue, false)]
    public void The_connect_timeout_has_a_range(long ticks, bool isValid) =>
        IsChecked(
            Opened.Options with
            {
                ConnectTimeout = new TimeSpan(ticks),
            },
            "RuntimeClientOptions.ConnectTimeout",
            isValid
        );

    [Theory]
    [InlineData(1, true)]
    [InlineData(32767 * TimeSpan.TicksPerSecond, true)]
    [InlineData(-TimeSpan.TicksPerMillisecond, true)]
    [InlineData(0, false)]
    [InlineData(-TimeSpan.TicksPerSecond, false)]
    [InlineData(32767 * TimeSpan.TicksPerSecond + 1, false)]
    public void The_keep_alive_interval_has_a_range(long ticks, bool isValid) =>
        IsChecked(
            Opened.Options with
            {
                KeepAliveInterval = new TimeSpan(ticks),
            },
            "RuntimeClientOptions.KeepAliveInterval",
            isValid
        );

    [Fact]
    public void Opening_touches_no_network()
    {
        var transport = Opened.Scripted();
        using var client = Opened.Over(transport);

        Assert.Equal(0, transport.Connects);
    }

    [Fact]
    public void The_version_of_the_assembly_is_the_version_of_the_package()
    {
        var text = typeof(RuntimeClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();

        Assert.StartsWith(
            new RuntimeClientOptions().UserAgent.Split('/')[1],
            text?.InformationalVersion,
            StringComparison.Ordinal
        );
    }

    private static void IsChecked(RuntimeClientOptions options, string argument, bool isValid)
    {
        var opened = RuntimeClient.Open(options);

        Assert.Equal(isValid, opened.IsOk);
        if (!isValid)
        {
            var error = Assert.IsType<ApiError.Usage>(opened.MustFail(ErrorCode.OptionInvalid));
            Assert.Equal(argument, error.Argument);
        }
    }
}
