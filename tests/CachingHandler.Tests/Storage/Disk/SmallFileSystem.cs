namespace CachingHandler.Tests.Storage;

/// <summary>A file system of a few megabytes in memory, where the test may mount one.</summary>
internal sealed class SmallFileSystem : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Mounts one; skips the test where that is not allowed.</summary>
    /// <param name="megabytes">Its size.</param>
    public SmallFileSystem(int megabytes = 1)
    {
        var isMounted = OperatingSystem.IsLinux() && TestProgram.Succeeds("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Path);
        if (!isMounted)
        {
            _directory.Dispose();
        }

        Assert.SkipUnless(isMounted, "No file system can be mounted here; that takes Linux, and root with the right to mount.");
    }

    public string Path => _directory.Path;

    /// <summary>Lets nothing be written from now on, or anything again.</summary>
    public void SetReadOnly(bool isReadOnly) =>
        Assert.True(TestProgram.Succeeds("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Path));

    public void Dispose()
    {
        Assert.True(TestProgram.Succeeds("umount", "-l", Path));
        _directory.Dispose();
    }
}
