namespace CachingHandler.Storage;

/// <summary>Keeps databases that have failed from the collector, for as long as the process lives.</summary>
/// <remarks>
/// A transaction that LiteDB could not end has a finalizer, which tries again; what it throws then ends the process, as has been
/// seen with 5.0.21. What is referred to is not finalized. The price is a page cache, some megabytes each.
/// </remarks>
internal static class LostDatabases
{
    private static readonly List<Database> Kept = [];

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
