using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LambdaClient.Emulator.Handler;

/// <summary>
/// Starts a program as the service does: in a session of its own, with every signal at its default action and none blocked. The
/// framework's own way hands on what this process ignores, which is SIGPIPE at least.
/// </summary>
internal static partial class ProgramStart
{
    // posix_spawn's structures are opaque; no C library's is longer than 336 bytes.
    private const int OpaqueBytes = 1024;

    private const short DefaultSignals = 0x04;
    private const short SignalMask = 0x08;
    private const short NewSession = 0x80;
    private const int ReadOnly = 0;

    /// <summary>Starts it with its standard input at its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arguments">What it is given, its own name first.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="folder">The folder that it runs in, or null for that of this process.</param>
    /// <param name="output">The end of a pipe for its standard output.</param>
    /// <param name="error">The end of a pipe for its standard error.</param>
    /// <param name="clock">Measures its life.</param>
    /// <returns>The id of the process, and when it was started, as a timestamp of the clock.</returns>
    /// <exception cref="Win32Exception">The system cannot start it.</exception>
    public static unsafe (int ProcessId, long StartedAt) Start(
        string path,
        IReadOnlyList<string> arguments,
        IEnumerable<KeyValuePair<string, string?>> environment,
        string? folder,
        SafePipeHandle output,
        SafePipeHandle error,
        TimeProvider clock
    )
    {
        var actions = stackalloc byte[OpaqueBytes];
        var attributes = stackalloc byte[OpaqueBytes];
        var signals = stackalloc byte[OpaqueBytes];
        using var argv = new CStrings(arguments);
        using var envp = new CStrings(environment.Select(pair => $"{pair.Key}={pair.Value}"));
        Check(ActionsInit(actions));
        Check(AttributesInit(attributes));
        try
        {
            Check(AddOpen(actions, 0, "/dev/null", ReadOnly, 0));
            Check(AddDuplicate(actions, (int)output.DangerousGetHandle(), 1));
            Check(AddDuplicate(actions, (int)error.DangerousGetHandle(), 2));
            if (folder is not null)
            {
                Check(AddChangeFolder(actions, folder));
            }

            _ = FillSet(signals);
            Check(SetDefaultSignals(attributes, signals));
            _ = EmptySet(signals);
            Check(SetSignalMask(attributes, signals));
            Check(SetFlags(attributes, DefaultSignals | SignalMask | NewSession));
            int processId;
            var startedAt = clock.GetTimestamp();
            Check(Spawn(&processId, path, actions, attributes, argv.Start, envp.Start));
            return (processId, startedAt);
        }
        finally
        {
            _ = ActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Spawn(
        int* processId,
        string path,
        byte* actions,
        byte* attributes,
        byte** arguments,
        byte** environment
    );

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static unsafe partial int ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static unsafe partial int ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int AddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(
        "libc",
        EntryPoint = "posix_spawn_file_actions_addchdir_np",
        StringMarshalling = StringMarshalling.Utf8
    )]
    private static unsafe partial int AddChangeFolder(byte* actions, string folder);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static unsafe partial int AddDuplicate(byte* actions, int descriptor, int duplicate);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static unsafe partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static unsafe partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static unsafe partial int SetDefaultSignals(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static unsafe partial int SetSignalMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static unsafe partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static unsafe partial int FillSet(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static unsafe partial int EmptySet(byte* signals);

    /// <summary>An array of C strings, ended by a null pointer.</summary>
    private sealed unsafe class CStrings : IDisposable
    {
        public CStrings(IEnumerable<string> texts)
        {
            var encoded = texts.Select(text => Encoding.UTF8.GetBytes(text + '\0')).ToList();
            Start = (byte**)NativeMemory.Alloc((nuint)encoded.Count + 1, (nuint)sizeof(byte*));
            for (var i = 0; i < encoded.Count; i++)
            {
                Start[i] = (byte*)NativeMemory.Alloc((nuint)encoded[i].Length);
                encoded[i].CopyTo(new Span<byte>(Start[i], encoded[i].Length));
            }

            Start[encoded.Count] = null;
        }

        public byte** Start { get; }

        public void Dispose()
        {
            for (var text = Start; *text is not null; text++)
            {
                NativeMemory.Free(*text);
            }

            NativeMemory.Free(Start);
        }
    }
}
