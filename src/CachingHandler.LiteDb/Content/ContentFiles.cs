using Microsoft.Win32.SafeHandles;

namespace CachingHandler.Storage;

/// <summary>The bodies that lie in files beside the database, each under its entry's name.</summary>
/// <param name="root">The directory that holds them and nothing else.</param>
/// <remarks>
/// <para>Safe for concurrent use. Whoever has a file open keeps its bytes when it is deleted.</para>
/// <para>A file that no entry names is a left-over: of a process that was killed, or of a database that is gone. Only the names
/// that are given here are ever touched, so that a directory of somebody else's loses nothing.</para>
/// </remarks>
internal sealed class ContentFiles(string root)
{
    private const int BlockSize = 4096;
    private const int ShardNameLength = 2;

    private readonly HashSet<string> _staged = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Returns how much of the disk a file takes, in bytes.</summary>
    public static long InBlocks(long length) => (length + BlockSize - 1) / BlockSize * BlockSize;

    /// <summary>Creates a file that stays until it is deleted, though no entry names it yet.</summary>
    /// <exception cref="IOException">The medium refused, or a file of this name is being written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public FileStream Stage(byte[] name)
    {
        var path = PathOf(name);
        lock (_gate)
        {
            if (!_staged.Add(path))
            {
                throw new IOException("The response is being stored already, with the same body id.");
            }
        }

        try
        {
            OwnerOnly.CreateDirectory(Path.GetDirectoryName(path)!);

            return OwnerOnly.CreateFile(path);
        }
        catch
        {
            Unstage(name);
            throw;
        }
    }

    /// <summary>Leaves a file that was staged to its entry, or to the next sweep.</summary>
    public void Unstage(byte[] name)
    {
        lock (_gate)
        {
            _staged.Remove(PathOf(name));
        }
    }

    /// <summary>Opens a file.</summary>
    /// <returns>The handle, to be disposed by the caller; null when there is no such file.</returns>
    /// <exception cref="IOException">The medium failed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public SafeFileHandle? Open(byte[] name)
    {
        try
        {
            return File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes a file, if it is there; what the medium refuses to delete is left to the next sweep.</summary>
    public void Delete(byte[] name) => Delete(PathOf(name));

    /// <summary>Deletes every file but those that are being written.</summary>
    public void DeleteAll()
    {
        foreach (var name in Names())
        {
            if (!IsStaged(name))
            {
                Delete(name);
            }
        }
    }

    /// <summary>Tells whether a file is being written, or waits for its entry.</summary>
    public bool IsStaged(byte[] name)
    {
        lock (_gate)
        {
            return _staged.Contains(PathOf(name));
        }
    }

    /// <summary>Walks the names of all files; what changes meanwhile may be seen or not.</summary>
    public IEnumerable<byte[]> Names()
    {
        foreach (var shard in Directory.Exists(root) ? Directory.EnumerateDirectories(root) : [])
        {
            foreach (var path in Directory.EnumerateFiles(shard))
            {
                if (TryParse(path, out var name))
                {
                    yield return name;
                }
            }
        }
    }

    private bool TryParse(string path, out byte[] name)
    {
        var text = Path.GetFileName(path);
        name = new byte[EntryName.Length];

        return text.Length == 2 * EntryName.Length
            && Convert.FromHexString(text, name, out _, out _) == System.Buffers.OperationStatus.Done
            && string.Equals(PathOf(name), path, StringComparison.Ordinal);
    }

    private string PathOf(byte[] name)
    {
        var text = Convert.ToHexStringLower(name);

        return Path.Join(root, text[..ShardNameLength], text);
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next sweep finds it.
        }
    }
}
