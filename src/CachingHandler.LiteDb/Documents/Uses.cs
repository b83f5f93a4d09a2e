namespace CachingHandler.Storage;

/// <summary>Gathers when entries are used, and writes it to the database now and then.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="latest">The latest use that the database knows of.</param>
/// <remarks>
/// For the thread of the database. A use that is written costs a transaction's share, sixty bytes and an index node, so an
/// entry that is in demand is written once a minute. What a crash loses of it worsens the order of eviction for a while.
/// </remarks>
internal sealed class Uses(TimeProvider timeProvider, long latest)
{
    private const int MostPending = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, (byte[] Name, long Time)> _pending = [];
    private DateTimeOffset _since;

    /// <summary>Gets the latest use of all.</summary>
    public long Latest { get; private set; } = latest;

    /// <summary>Gets a value indicating whether there is something to write.</summary>
    public bool Any => _pending.Count > 0;

    /// <summary>Gets a value indicating whether it is time to write.</summary>
    public bool AreDue => Any && (_pending.Count >= MostPending || timeProvider.GetUtcNow() - _since >= Interval);

    /// <summary>Returns the time, in milliseconds since 1970; each later than the one before, so that they tell the order of use.</summary>
    public long Next()
    {
        Latest = Math.Max(Latest + 1, timeProvider.GetUtcNow().ToUnixTimeMilliseconds());

        return Latest;
    }

    /// <summary>Notes that an entry is used.</summary>
    public void Add(Guid bodyId, byte[] name)
    {
        if (!Any)
        {
            _since = timeProvider.GetUtcNow();
        }

        _pending[bodyId] = (name, Next());
    }

    /// <summary>Returns when an entry was used since the last writing; null when it was not.</summary>
    public long? Find(Guid bodyId) => _pending.TryGetValue(bodyId, out var use) ? use.Time : null;

    /// <summary>Writes what there is.</summary>
    public void Write(Database database)
    {
        if (Any)
        {
            database.UpdateUses(_pending.Values);
            _pending.Clear();
        }
    }
}
