namespace CachingHandler.Storage;

/// <summary>Keeps databases that have failed from the collector, for as long as the process lives.</summary>
/// <remarks>
/// A transaction that LiteDB could not end has a finalizer, which tries again, throws, and so ends the process: measured with a
/// disk that is full. What is referred to is not finalized. The price is a page cache, some megabytes each.
/// </remarks>
internal static class LostDatabases
{
    // At most a hundred megabytes or so for the life of a process. A disk that fails this often serves no cache.
    private const int Most = 10;

    private static readonly List<Database> Kept = [];

    /// <summary>Gets a value indicating whether no further failure can be borne in this process.</summary>
    public static bool AreTooMany
    {
        get
        {
            lock (Kept)
            {
                return Kept.Count >= Most;
            }
        }
    }

    /// <summary>Keeps a database that has failed; null where it came to none.</summary>
    public static void Add(Database? database)
    {
        if (database is not null)
        {
            lock (Kept)
            {
                Kept.Add(database);
            }
        }
    }
}
