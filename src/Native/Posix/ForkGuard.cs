namespace LambdaClient.Native.Posix;

/// <summary>
/// Tells a forked child from the process that opened the library: a page that the kernel clears in children. A child has
/// none of the runtime's threads, and the first garbage collection in it would wait for them for ever.
/// </summary>
internal static unsafe class ForkGuard
{
    private const int PageBytes = 4096;
    private static byte* _page;

    public static bool IsForkedChild => _page != null && *_page == 0;

    /// <summary>Marks this process as the owner. Where the kernel is older than 4.14, forked children are not recognised.</summary>
    public static void Claim()
    {
        var page = LibC.Map(null, PageBytes, LibC.ProtectReadWrite, LibC.MapPrivateAnonymous, -1, 0);
        if ((nint)page == -1 || LibC.Advise(page, PageBytes, LibC.AdviceWipeOnFork) != 0)
        {
            return;
        }

        *(byte*)page = 1;
        _page = (byte*)page;
    }
}
