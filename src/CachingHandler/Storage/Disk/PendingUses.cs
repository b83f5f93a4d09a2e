namespace CachingHandler.Storage;

/// <summary>Files whose last use the disk has not been told of; the time of their last change stands for it there.</summary>
/// <remarks>
/// Safe for concurrent use. To tell of every use at once would cost as much as the use. What is lost in a crash makes the
/// order of eviction a little worse.
/// </remarks>
internal sealed class PendingUses(TimeProvider timeProvider)
{
    private const int Batch = 1000;
    private const int Limit = 8 * Batch;

    // Of many uses of one file, one in this time is told.
    private static readonly long Interval = TimeSpan.FromMinutes(5).Ticks;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private List<EntryId> _ids = [];
    private long _since;

    /// <summary>Gets a value indicating whether enough has come together, or has waited for long.</summary>
    public bool AreDue
    {
        get
        {
            var count = Volatile.Read(ref _ids).Count;

            return count >= Batch || (count > 0 && timeProvider.GetElapsedTime(Volatile.Read(ref _since)) >= Patience);
        }
    }

    /// <summary>Tells whether the disk is to be told of a use.</summary>
    /// <param name="before">The use before, in ticks; null when none is known.</param>
    /// <param name="now">The use, in ticks.</param>
    public static bool IsWorthTelling(long? before, long now) => before is null || before / Interval != now / Interval;

    /// <summary>Adds a file.</summary>
    public void Add(EntryId id)
    {
        lock (_gate)
        {
            if (_ids.Count == 0)
            {
                Volatile.Write(ref _since, timeProvider.GetTimestamp());
            }

            if (_ids.Count < Limit)
            {
                _ids.Add(id);
            }
        }
    }

    /// <summary>Returns all files and forgets them.</summary>
    public IReadOnlyList<EntryId> Take()
    {
        lock (_gate)
        {
            var ids = _ids;
            if (ids.Count > 0)
            {
                Volatile.Write(ref _ids, []);
            }

            return ids;
        }
    }
}
