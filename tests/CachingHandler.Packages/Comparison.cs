using System.IO.Compression;

namespace CachingHandler.Packages;

/// <summary>Compares two packages of one source, and their symbols; what a build may change is when the files were packed, and nothing else.</summary>
internal static class Comparison
{
    /// <summary>Returns what differs, a sentence each.</summary>
    public static List<string> Of(string path, string other) =>
        [.. FilesThatDiffer(path, other), .. FilesThatDiffer(Path.ChangeExtension(path, ".snupkg"), Path.ChangeExtension(other, ".snupkg"))];

    private static IEnumerable<string> FilesThatDiffer(string path, string other)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(other))
        {
            return [$"{name} is in one directory alone."];
        }

        var files = Read(path);
        var others = Read(other);

        return files.Keys.Union(others.Keys)
            .Where(file => !files.GetValueOrDefault(file, []).AsSpan().SequenceEqual(others.GetValueOrDefault(file, [])))
            .Select(file => $"{name}: {file} differs from build to build.");
    }

    private static Dictionary<string, byte[]> Read(string path)
    {
        using var package = ZipFile.OpenRead(path);

        return package.Entries.ToDictionary(entry => entry.FullName, Read, StringComparer.Ordinal);
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);

        return copy.ToArray();
    }
}
