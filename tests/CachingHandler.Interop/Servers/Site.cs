using System.Text;

namespace CachingHandler.Interop.Servers;

/// <summary>What a server publishes: the files below one directory, whose first folder says how they are published.</summary>
/// <remarks>
/// Every server is set up alike, each in its own words: <c>/no-cache/</c>, <c>/max-age/</c> (60 seconds) and
/// <c>/must-revalidate/</c> (the same 60) say so in <c>Cache-Control</c>, <c>/plain/</c> says nothing, and <c>/gzip/</c> is compressed for
/// those who accept it, with 60 seconds. <c>/moved/x</c> (301) and <c>/found/x</c> (302), which claim to have changed last in 2025, and
/// <c>/found-fresh/x</c> (302, 60 seconds) lead to <c>/max-age/x</c>. A document for which there is a file <c>.fails</c> beside it is a 500.
/// </remarks>
public sealed class Site : IDisposable
{
    // A server that is started by root reads as somebody else.
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Enterable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>When a document was last changed of which nothing else is said.</summary>
    public static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("caching-handler-site-");

    public Site()
    {
        Permit(_directory.FullName, Enterable);
        Directory.CreateDirectory(Root);
        Permit(Root, Enterable);
    }

    /// <summary>Gets the directory of the documents.</summary>
    public string Root => Path.Combine(_directory.FullName, "root");

    /// <summary>Gets the directory of what the server needs beside them.</summary>
    public string Work => _directory.FullName;

    /// <summary>Publishes a text, in place of the one that is there.</summary>
    /// <param name="path">Its path from the root, with a slash before.</param>
    /// <param name="text">What it says.</param>
    /// <param name="changed">When it was last changed, as the file system has it; null for <see cref="LongAgo"/>.</param>
    public void Publish(string path, string text, DateTimeOffset? changed = null) =>
        Publish(path, Encoding.UTF8.GetBytes(text), changed);

    /// <inheritdoc cref="Publish(string, string, DateTimeOffset?)"/>
    public void Publish(string path, byte[] bytes, DateTimeOffset? changed = null)
    {
        var file = FileOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Permit(Path.GetDirectoryName(file)!, Enterable);

        // Under its name in one step, as deployments do: nobody is to see half of it.
        var draft = file + ".draft";
        File.WriteAllBytes(draft, bytes);
        Permit(draft, Readable);
        File.SetLastWriteTimeUtc(draft, (changed ?? LongAgo).UtcDateTime);
        File.Move(draft, file, overwrite: true);
    }

    /// <summary>Takes a document away.</summary>
    public void Withdraw(string path) => File.Delete(FileOf(path));

    /// <summary>Lets a document be answered with 500.</summary>
    public void Break(string path)
    {
        File.WriteAllBytes(FileOf(path + ".fails"), []);
        Permit(FileOf(path + ".fails"), Readable);
    }

    /// <summary>Ends what <see cref="Break"/> began.</summary>
    public void Repair(string path) => File.Delete(FileOf(path + ".fails"));

    public void Dispose() => _directory.Delete(recursive: true);

    private static void Permit(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private string FileOf(string path) => Path.Combine(Root, path.TrimStart('/'));
}
