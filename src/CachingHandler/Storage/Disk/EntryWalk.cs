using System.IO.Enumeration;

namespace CachingHandler.Storage;

/// <summary>Walks the files of a disk store by their names; foreign ones are passed over.</summary>
/// <remarks>
/// Of a key the variants come before the file under the plain name, whose place one of them takes when it goes. So whoever
/// removes files on the way sees all of them.
/// </remarks>
internal static class EntryWalk
{
    private static readonly EnumerationOptions Options = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <summary>Walks all files in the shards, those under construction included.</summary>
    /// <param name="root">The root of the layout.</param>
    /// <param name="transform">Takes from a file what is asked for.</param>
    /// <returns>Nothing when there is no such directory.</returns>
    public static IEnumerable<T> Files<T>(string root, FileSystemEnumerable<T>.FindTransform transform) =>
        Directories(root, EntryNames.IsShard).SelectMany(shard => FilesOf(shard, transform));

    /// <summary>Walks the files of one shard.</summary>
    /// <inheritdoc cref="Files{T}(string, FileSystemEnumerable{T}.FindTransform)"/>
    /// <param name="shard">The shard's directory.</param>
    /// <param name="transform">Takes from a file what is asked for.</param>
    public static IEnumerable<T> FilesOf<T>(string shard, FileSystemEnumerable<T>.FindTransform transform) =>
        Directories(shard, EntryNames.IsVariants)
            .SelectMany(variants => AllIn(variants, transform))
            .Concat(Directory.Exists(shard) ? FilesIn(shard, transform) : []);

    /// <summary>Walks the paths of all entries; those under construction are left out.</summary>
    public static IEnumerable<string> Entries(string root) =>
        Files(root, static (ref entry) => EntryNames.IsTemporary(entry.FileName) ? null : entry.ToFullPath())
            .OfType<string>();

    /// <summary>Returns the paths of a key's variants; none when there is no such directory.</summary>
    /// <param name="directory">The variants' directory.</param>
    public static IReadOnlyList<string> Variants(string directory) =>
        AllIn(directory, static (ref entry) => EntryNames.IsTemporary(entry.FileName) ? null : entry.ToFullPath()).OfType<string>().ToList();

    private static IEnumerable<string> Directories(string parent, Func<ReadOnlySpan<char>, bool> isOurs)
    {
        if (!Directory.Exists(parent))
        {
            yield break;
        }

        foreach (var directory in new FileSystemEnumerable<string>(parent, static (ref entry) => entry.ToFullPath(), Options)
        {
            ShouldIncludePredicate = (ref entry) => entry.IsDirectory && isOurs(entry.FileName),
        })
        {
            yield return directory;
        }
    }

    // Taken at once: a directory that changes while it is walked may show a file twice, and it may go altogether.
    private static IReadOnlyList<T> AllIn<T>(string directory, FileSystemEnumerable<T>.FindTransform transform)
    {
        try
        {
            return [.. FilesIn(directory, transform)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static FileSystemEnumerable<T> FilesIn<T>(string directory, FileSystemEnumerable<T>.FindTransform transform) =>
        new(directory, transform, Options)
        {
            ShouldIncludePredicate = static (ref entry) => !entry.IsDirectory && IsOurs(ref entry),
        };

    private static bool IsOurs(ref FileSystemEntry entry)
    {
        var name = entry.FileName;
        var parent = Path.GetFileName(entry.Directory);

        return EntryNames.IsTemporary(name)
            || EntryNames.IsPlain(name, parent)
            || (EntryNames.IsVariant(name) && EntryNames.IsVariants(parent));
    }
}
