using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace CachingHandler.Storage;

/// <summary>Looks into the directory of a <see cref="DiskHttpCacheStore"/> and changes nothing in it.</summary>
/// <remarks>
/// <para>A store that meets a damaged entry removes it, makes a secret, and tells the disk what was used; for whoever only wants to
/// know what is there, this makes, changes and removes no file, and takes no lock, so that it is safe beside applications that use the
/// directory. (Reading a file may change its time of last access, which no store looks at.)</para>
/// <para>Only files with a store's own names are looked at; links are not followed, and nothing that could be waited for is opened.
/// Safe for concurrent use. Reading blocks the calling thread.</para>
/// </remarks>
public sealed class DiskHttpCacheReader
{
    // As large as a body that a store reads whole.
    private const int WholeLimit = 256 * 1024;

    // It may have been replaced, moved to another name, or been given two new heads, while it was read.
    private const int Looks = 3;

    private readonly EntryPaths _paths;

    /// <summary>Creates a reader of a directory.</summary>
    /// <param name="directory">The store's directory; a relative path counts from the current directory.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is null, blank, or no path.</exception>
    public DiskHttpCacheReader(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        DirectoryPath = Path.GetFullPath(directory);
        _paths = new(DirectoryPath);
    }

    /// <summary>Gets the directory, absolute.</summary>
    public string DirectoryPath { get; }

    /// <summary>Returns the directory that <see cref="DiskHttpCacheStore.UserCacheDirectory"/> is for another application.</summary>
    /// <param name="application">The application's name, which is that of its main assembly.</param>
    /// <returns>The directory, which need not exist; null when the user has no home.</returns>
    /// <exception cref="ArgumentException"><paramref name="application"/> is null, blank, or no name of a directory.</exception>
    public static string? UserCacheDirectoryOf(string application)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(application);
        if (application is "." or ".." || application.AsSpan().ContainsAny(Path.GetInvalidFileNameChars()))
        {
            throw new ArgumentException($"'{application}' cannot be the name of a directory; give the name of the application alone.", nameof(application));
        }

        return UserCacheDirectory.Of(application);
    }

    /// <summary>Tells whether the directory is a store's: there is its layout, with a secret, a size or entries in it.</summary>
    /// <returns>False also where there is no directory.</returns>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be read.</exception>
    public bool IsCache() => Directory.Exists(_paths.Root)
        && Directory.EnumerateFileSystemEntries(_paths.Root).Any(static path => Path.GetFileName(path) is var name
            && (name is EntryNames.Secret or EntryNames.Size || (EntryNames.IsShard(name) && Directory.Exists(path))));

    /// <summary>Walks the files, those under construction included, and the cache's own notes.</summary>
    /// <returns>The files in no order; none when the directory is not a store's. What changes meanwhile may be missed, or met twice.</returns>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public IEnumerable<DiskHttpCacheFile> Files() =>
        EntryWalk.Files(_paths.Root, static (ref entry) => (Path: entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc))
            .Select(file => new DiskHttpCacheFile(
                file.Path, Path.GetRelativePath(DirectoryPath, file.Path), file.Length, file.LastWriteTimeUtc));

    /// <summary>Reads the head of an entry; its body is not looked at.</summary>
    /// <param name="file">A file of <see cref="Files"/>.</param>
    /// <param name="entry">The entry; null unless the result is <see cref="DiskHttpCacheFileState.Sound"/>.</param>
    /// <returns>What was found; what cannot be read is a state, and no exception.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="file"/> is null.</exception>
    public DiskHttpCacheFileState Read(DiskHttpCacheFile file, out HttpCacheEntry? entry)
    {
        using var opened = Open(file, out var state, out entry);

        return state;
    }

    /// <summary>Reads an entry to its end, and compares all of its checksums.</summary>
    /// <param name="file">A file of <see cref="Files"/>.</param>
    /// <param name="entry">The entry; null where not even its head is sound.</param>
    /// <param name="cancellationToken">Ends the reading of a large body.</param>
    /// <returns>What was found; what cannot be read is a state, and no exception.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="file"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public DiskHttpCacheFileState Verify(
        DiskHttpCacheFile file, out HttpCacheEntry? entry, CancellationToken cancellationToken = default)
    {
        using var opened = Open(file, out var state, out entry);
        if (opened is null)
        {
            return state;
        }

        try
        {
            return IsBodySound(opened, cancellationToken) ? DiskHttpCacheFileState.Sound : DiskHttpCacheFileState.BodyDamaged;
        }
        catch (IOException)
        {
            return DiskHttpCacheFileState.Unreadable;
        }
    }

    /// <summary>Opens the body of an entry.</summary>
    /// <param name="file">A file of <see cref="Files"/>.</param>
    /// <returns>
    /// The body, to be disposed by the caller; null when the entry is gone or not sound. A body of more than 256 KiB is checked while it is
    /// read from start to end; the last bytes of a damaged one are withheld, and reading throws <see cref="InvalidDataException"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="file"/> is null.</exception>
    /// <exception cref="IOException">The medium failed.</exception>
    public StoredBody? OpenBody(DiskHttpCacheFile file)
    {
        using var opened = Open(file, out _, out _);
        if (opened is null)
        {
            return null;
        }

        if (opened.Header.BodyLength > WholeLimit)
        {
            return new DiskBody(
                opened.TakeHandle(), opened.Header, static () => throw new InvalidDataException("The stored body is damaged."));
        }

        var bytes = new byte[(int)opened.Header.BodyLength];

        return opened.TryReadBody(bytes) ? new MemoryBody(bytes) : null;
    }

    private EntryFile? Open(DiskHttpCacheFile file, out DiskHttpCacheFileState state, out HttpCacheEntry? entry)
    {
        ArgumentNullException.ThrowIfNull(file);
        entry = null;
        state = DiskHttpCacheFileState.Gone;
        for (var look = 0; look < Looks; look++)
        {
            if (TryOpen(file.FullPath, out state, out var opened))
            {
                entry = new HttpCacheEntry(opened.Response, DiskTrim.InBlocks(opened.Header.FileLength), file.LastWritten);

                return opened;
            }

            if (state is DiskHttpCacheFileState.Gone or DiskHttpCacheFileState.Unreadable)
            {
                break;
            }
        }

        return null;
    }

    private bool TryOpen(string path, out DiskHttpCacheFileState state, [NotNullWhen(true)] out EntryFile? opened)
    {
        state = EntryFile.TryOpen(path, FileAccess.Read, isKnown: false, out opened) switch
        {
            EntryState.Damaged => DiskHttpCacheFileState.Damaged,
            EntryState.Absent when File.Exists(path) => DiskHttpCacheFileState.Unreadable,
            EntryState.Absent => DiskHttpCacheFileState.Gone,
            _ when !IsInItsPlace(opened!) => DiskHttpCacheFileState.Misplaced,
            _ => DiskHttpCacheFileState.Sound,
        };
        if (state != DiskHttpCacheFileState.Sound)
        {
            opened?.Dispose();
            opened = null;
        }

        return opened is not null;
    }

    private bool IsInItsPlace(EntryFile file) =>
        _paths.Of(file.Response.Key) is var place && place.Hash == file.Header.Hash && place.Has(file.Path, file.Response);

    private static bool IsBodySound(EntryFile file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(WholeLimit);
        try
        {
            var checksum = Crc32C.Empty;
            for (var offset = 0L; offset < file.Header.BodyLength;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = file.ReadBody(offset, buffer);
                if (count == 0)
                {
                    return false;
                }

                checksum = Crc32C.Append(checksum, buffer.AsSpan(0, count));
                offset += count;
            }

            return checksum == file.Header.BodyChecksum;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
