using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LambdaClient.Http;
using LambdaClient.Native.Abi;
using LambdaClient.RuntimeApi;

namespace LambdaClient.Native.Client;

/// <summary>Reading the event.</summary>
internal sealed partial class NativeClient
{
    private CallerText? _caller;

    /// <summary>The event's bytes; absent where it was answered meanwhile.</summary>
    public View Payload => _invocation.Data is { } data ? View.Of(data.Bytes, data.PayloadSlice) : default;

    public Context Context
    {
        get
        {
            if (_invocation.Data is not { } data)
            {
                return default;
            }

            return new Context
            {
                DeadlineMs = Deadlines.Parse(data.Field(EventField.Deadline)) ?? -1,
                RequestId = ViewOf(EventField.RequestId),
                InvocationId = ViewOf(EventField.InvocationId),
                InvokedFunctionArn = ViewOf(EventField.FunctionArn),
                TraceId = ViewOf(EventField.TraceId),
                ClientContext = ViewOf(EventField.ClientContext),
                CognitoIdentity = ViewOf(EventField.CognitoIdentity),
                TenantId = ViewOf(EventField.TenantId),
                ContentType = ViewOf(EventField.ContentType),
            };

            View ViewOf(EventField which) => View.Of(data.Bytes, data.FieldSlice(which));
        }
    }

    /// <summary>Milliseconds until the deadline, never below 0; -1 where there is no deadline.</summary>
    public long RemainingMs =>
        _invocation.Data is { } data && Deadlines.Parse(data.Field(EventField.Deadline)) is { } deadline
            ? (long)Deadlines.Remaining(deadline, TimeProvider.System).TotalMilliseconds
            : -1;

    /// <summary>What the event says about its caller, decoded when first asked for; null where it was answered meanwhile.</summary>
    public CallerText? Caller
    {
        get
        {
            if (_invocation.Data is not { } data)
            {
                return null;
            }

            var known = Volatile.Read(ref _caller);
            if (known?.Generation == data.Generation)
            {
                return known;
            }

            // Views into an object that was decoded at the same time must not be lost: the first one stays.
            var decoded = new CallerText(data);
            return Interlocked.CompareExchange(ref _caller, decoded, known) == known ? decoded : _caller;
        }
    }

    /// <summary>The value of any header field of the event.</summary>
    public unsafe View Header(ReadOnlySpan<byte> name)
    {
        if (_invocation.Data is { } data)
        {
            foreach (var field in new HeadFields(data.Head))
            {
                if (Ascii.EqualsIgnoreCase(field.Name, name) && !field.Value.IsEmpty)
                {
                    // The head lies in the receive buffer, which is pinned.
                    return new View
                    {
                        Data = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(field.Value)),
                        Size = (nuint)field.Value.Length,
                    };
                }
            }
        }

        return default;
    }
}
