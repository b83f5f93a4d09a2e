using System.Globalization;
using System.Security.Cryptography;

namespace CachingHandler.Storage;

/// <summary>Lays out the directory of a disk store: <c>v1/&lt;2 hex&gt;/&lt;64 hex&gt;</c>, and one directory a key for variants.</summary>
/// <remarks>
/// The cache's own notes lie apart, in <c>v1/n&lt;2 hex&gt;</c>. A miss looks for one, and most stores have none: that there is
/// no such directory the system knows at once, while it has to search one for a name that is not there.
/// </remarks>
/// <param name="directory">The store's directory, absolute.</param>
internal sealed class EntryPaths(string directory)
{
    // What is asked for often is asked for again soon; to hash a key and to write its path takes longer than to compare it.
    private const int KnownCount = 256;

    // A left-over of an earlier process may bear our process id, so the id alone does not tell whose file it is.
    private readonly string _instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly KnownPlace?[] _known = new KnownPlace?[KnownCount];
    private long _files;

    /// <summary>Gets the directory below which everything lies; its name is the layout's version.</summary>
    public string Root { get; } = Path.Join(directory, "v1");

    /// <summary>Returns where the responses of a key lie.</summary>
    public EntryPlace Of(HttpCacheKey key)
    {
        ref var known = ref _known[key.GetHashCode() & (KnownCount - 1)];
        if (Volatile.Read(ref known) is { } last && last.Key.Equals(key))
        {
            return last.Place;
        }

        var id = new EntryId(KeyHash.Of(key), key.IsNote ? EntryId.Note : UInt128.Zero);
        var place = new EntryPlace(id, id.PathBelow(Root));
        Volatile.Write(ref known, new KnownPlace(key, place));

        return place;
    }

    /// <summary>Returns the directories of a shard by its number, 0 to 255.</summary>
    public string[] ShardsOf(int number)
    {
        var name = number.ToString("x2", CultureInfo.InvariantCulture);

        return [Path.Join(Root, name), Path.Join(Root, EntryNames.NotesPrefix + name)];
    }

    /// <summary>Creates an empty file under a name that is used once.</summary>
    /// <param name="parent">The directory to put it in; made when it is missing.</param>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public FileStream CreateTemporary(string parent)
    {
        var path = Path.Join(parent, EntryNames.Temporary(Interlocked.Increment(ref _files), _instance));
        try
        {
            return OwnerOnly.CreateFile(path);
        }
        catch (IOException exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            // .NET speaks of the file where somebody has made the directory between the failure and its look for the cause.
            OwnerOnly.CreateDirectory(parent);

            return OwnerOnly.CreateFile(path);
        }
    }

    /// <summary>Tells whether a file under construction is this store's own.</summary>
    public bool IsOwn(ReadOnlySpan<char> name) => name.EndsWith(_instance, StringComparison.Ordinal);

    private sealed record KnownPlace(HttpCacheKey Key, EntryPlace Place);
}
