using System.IO.Enumeration;

namespace CachingHandler.Storage;

/// <summary>Walks the files of a disk store by their names; foreign ones are passed over.</summary>
internal static class EntryWalk
{
    private static readonly EnumerationOptions Options = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
        RecurseSubdirectories = true,
    };

    /// <summary>Walks all files, those under construction included.</summary>
    /// <param name="root">The root of the layout.</param>
    /// <param name="transform">Takes from a file what is asked for.</param>
    /// <returns>Nothing when there is no such directory.</returns>
    public static IEnumerable<T> Files<T>(string root, FileSystemEnumerable<T>.FindTransform transform)
    {
        if (!Directory.Exists(root))
        {
            return [];
        }

        return new FileSystemEnumerable<T>(root, transform, Options)
        {
            ShouldIncludePredicate = static (ref entry) => !entry.IsDirectory && IsOurs(ref entry),
            ShouldRecursePredicate = static (ref entry) => MayHoldOurs(ref entry),
        };
    }

    /// <summary>Walks the paths of all entries; those under construction are left out.</summary>
    public static IEnumerable<string> Entries(string root) =>
        Files(root, static (ref entry) => EntryNames.IsTemporary(entry.FileName) ? null : entry.ToFullPath())
            .OfType<string>();

    /// <summary>Walks the files of a key's variants; nothing when there is none.</summary>
    public static IReadOnlyList<string> Variants(EntryPlace place)
    {
        try
        {
            // Taken at once: a directory that changes while it is walked may show a file twice.
            return [.. new FileSystemEnumerable<string>(place.Variants, static (ref entry) => entry.ToFullPath())
            {
                ShouldIncludePredicate = static (ref entry) => EntryNames.IsVariant(entry.FileName),
            }];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static bool IsOurs(ref FileSystemEntry entry)
    {
        var name = entry.FileName;
        var parent = Path.GetFileName(entry.Directory);

        return EntryNames.IsTemporary(name)
            || (EntryNames.IsPlain(name) && name.StartsWith(parent, StringComparison.Ordinal))
            || (EntryNames.IsVariant(name) && EntryNames.IsVariants(parent));
    }

    private static bool MayHoldOurs(ref FileSystemEntry entry) =>
        EntryNames.IsShard(entry.FileName) || EntryNames.IsVariants(entry.FileName);
}
