namespace CachingHandler.Storage;

/// <summary>A file in the directory of a disk store, by its name; it has not been opened.</summary>
/// <remarks>Immutable; as things were when the directory was read.</remarks>
public sealed class DiskHttpCacheFile
{
    internal DiskHttpCacheFile(string fullPath, string path, long length, DateTimeOffset lastWritten)
    {
        FullPath = fullPath;
        Path = path;
        Length = length;
        LastWritten = lastWritten;
    }

    /// <summary>Gets the path below the store's directory.</summary>
    public string Path { get; }

    /// <summary>Gets the length in bytes.</summary>
    public long Length { get; }

    /// <summary>Gets the time of the last change, by which stores tell when an entry was last used.</summary>
    public DateTimeOffset LastWritten { get; }

    /// <summary>Gets a value indicating whether the file is under construction: a process is writing it, or has died over it.</summary>
    public bool IsUnderConstruction => EntryNames.IsTemporary(System.IO.Path.GetFileName(Path.AsSpan()));

    /// <summary>Gets the absolute path.</summary>
    internal string FullPath { get; }
}
