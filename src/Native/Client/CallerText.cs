using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LambdaClient.Native.Abi;
using LambdaClient.RuntimeApi;

namespace LambdaClient.Native.Client;

/// <summary>What an event says about who called the function, decoded, as views that stay valid as long as this object.</summary>
internal sealed unsafe class CallerText
{
    private readonly PinnedText _text = new();
    private readonly Pair[] _custom;
    private readonly Pair[] _env;

    public CallerText(EventData data)
    {
        Generation = data.Generation;
        var context = ContextJson.ReadClientContext(HeaderText.Decode(data.Field(EventField.ClientContext)));
        var identity = ContextJson.ReadCognitoIdentity(HeaderText.Decode(data.Field(EventField.CognitoIdentity)));
        _custom = Pairs(context?.Custom);
        _env = Pairs(context?.Environment);
        ClientContext = new ClientContextInfo
        {
            IsPresent = context is null ? 0u : 1u,
            CustomCount = (uint)_custom.Length,
            EnvCount = (uint)_env.Length,
            Custom = PointerTo(_custom),
            Env = PointerTo(_env),
            InstallationId = _text.Add(context?.Client?.InstallationId),
            AppTitle = _text.Add(context?.Client?.AppTitle),
            AppVersionName = _text.Add(context?.Client?.AppVersionName),
            AppVersionCode = _text.Add(context?.Client?.AppVersionCode),
            AppPackageName = _text.Add(context?.Client?.AppPackageName),
        };
        CognitoIdentity = new CognitoIdentityInfo
        {
            IsPresent = identity is null ? 0u : 1u,
            IdentityId = _text.Add(identity?.IdentityId),
            IdentityPoolId = _text.Add(identity?.IdentityPoolId),
        };
    }

    /// <summary>Which event this was read from.</summary>
    public uint Generation { get; }

    public ClientContextInfo ClientContext { get; }

    public CognitoIdentityInfo CognitoIdentity { get; }

    public View Custom(ReadOnlySpan<byte> name) => Find(_custom, name);

    public View Env(ReadOnlySpan<byte> name) => Find(_env, name);

    private static View Find(Pair[] pairs, ReadOnlySpan<byte> name)
    {
        foreach (var pair in pairs)
        {
            if (pair.Name.AsSpan().SequenceEqual(name))
            {
                return pair.Value;
            }
        }

        return default;
    }

    private Pair[] Pairs(ReadOnlyDictionary<string, string>? map)
    {
        var pairs = GC.AllocateArray<Pair>(map?.Count ?? 0, pinned: true);
        var count = 0;
        foreach (var (name, value) in map ?? ReadOnlyDictionary<string, string>.Empty)
        {
            pairs[count++] = new Pair { Name = _text.Add(name), Value = _text.Add(value) };
        }

        return pairs;
    }

    private static Pair* PointerTo(Pair[] pinned) =>
        pinned.Length == 0 ? null : (Pair*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
