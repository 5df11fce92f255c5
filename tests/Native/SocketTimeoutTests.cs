using System.Net.Sockets;
using LambdaClient.Native.Posix;
using Xunit;

namespace LambdaClient.Native.Tests;

/// <summary>The socket's own timeout is changed as rarely as possible: each change is a system call.</summary>
public sealed class SocketTimeoutTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SocketTimeout _timeout = new(LibC.OptionReceiveTimeout);

    [Fact]
    public void Calls_with_and_without_a_limit_by_turns_change_it_once()
    {
        _timeout.Begin(Descriptor, Hour);
        var chosen = Mark();

        _timeout.Begin(Descriptor, Timeout.InfiniteTimeSpan);
        _timeout.Begin(Descriptor, Hour);
        _timeout.Begin(Descriptor, 10 * Hour);

        Assert.Equal((TimeSpan.FromSeconds(1), Marked), (chosen, Now));
    }

    [Fact]
    public void A_call_without_a_limit_is_woken_by_it_at_most_once()
    {
        _timeout.Begin(Descriptor, Hour);
        _timeout.Begin(Descriptor, Timeout.InfiniteTimeSpan);

        Assert.True(_timeout.IsAgain(Descriptor, LibC.ErrorWouldBlock));

        Assert.Equal(TimeSpan.Zero, Now);
    }

    [Fact]
    public void A_shorter_limit_shortens_it()
    {
        _timeout.Begin(Descriptor, Hour);

        _timeout.Begin(Descriptor, TimeSpan.FromMilliseconds(200));

        Assert.Equal(TimeSpan.FromMilliseconds(200), Now);
    }

    [Fact]
    public void A_limited_call_that_is_woken_early_goes_on()
    {
        _timeout.Begin(Descriptor, TimeSpan.FromMilliseconds(200));
        _timeout.Begin(Descriptor, Hour);

        Assert.True(_timeout.IsAgain(Descriptor, LibC.ErrorWouldBlock));
        Assert.True(_timeout.IsAgain(Descriptor, LibC.ErrorInterrupted));

        Assert.Equal(TimeSpan.FromSeconds(1), Now);
    }

    [Fact]
    public void The_first_wake_up_may_come_before_the_limit_and_comes_once()
    {
        var timeout = new SocketTimeout(LibC.OptionReceiveTimeout, 100);
        timeout.Begin(Descriptor, Hour);
        var first = Now;

        Assert.True(timeout.IsAgain(Descriptor, LibC.ErrorWouldBlock));

        Assert.Equal((TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)), (first, Now));
    }

    [Fact]
    public void An_error_is_not_tried_again()
    {
        _timeout.Begin(Descriptor, Hour);

        Assert.False(_timeout.IsAgain(Descriptor, LibC.ErrorConnectionReset));
    }

    public void Dispose() => _socket.Dispose();

    private static TimeSpan Marked { get; } = TimeSpan.FromMilliseconds(700);

    private int Descriptor => (int)_socket.Handle;

    private unsafe TimeSpan Now
    {
        get
        {
            LibC.TimeValue value;
            uint length = (uint)sizeof(LibC.TimeValue);
            _ = LibC.GetSocketOption(Descriptor, LibC.LevelSocket, LibC.OptionReceiveTimeout, &value, &length);
            return TimeSpan.FromSeconds(value.Seconds) + TimeSpan.FromMicroseconds(value.Microseconds);
        }
    }

    /// <summary>Sets the timeout behind the back of the code under test, which so shows whether it sets it again.</summary>
    private unsafe TimeSpan Mark()
    {
        var before = Now;
        var value = new LibC.TimeValue { Microseconds = (long)Marked.TotalMicroseconds };
        _ = LibC.SetSocketOption(
            Descriptor,
            LibC.LevelSocket,
            LibC.OptionReceiveTimeout,
            &value,
            (uint)sizeof(LibC.TimeValue)
        );
        return before;
    }
}
