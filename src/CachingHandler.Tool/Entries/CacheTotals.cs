namespace CachingHandler.Tool;

/// <summary>How much is stored, added up.</summary>
/// <param name="now">The time at which an entry is fresh or not.</param>
internal sealed class CacheTotals(DateTimeOffset now)
{
    private readonly Dictionary<string, HostTotals> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the number of entries.</summary>
    public long Entries { get; private set; }

    /// <summary>Gets how much of the disk they take, in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Gets the length of their bodies, in bytes.</summary>
    public long BodyLength { get; private set; }

    /// <summary>Gets the number of those that are fresh.</summary>
    public long Fresh { get; private set; }

    /// <summary>Gets the number of those that are stale.</summary>
    public long Stale { get; private set; }

    /// <summary>Gets the number of those of which nobody said.</summary>
    public long Unknown => Entries - Fresh - Stale;

    /// <summary>Gets when the first of them was stored or validated; null when there is none.</summary>
    public DateTimeOffset? Oldest { get; private set; }

    /// <summary>Gets when the last of them was stored or validated; null when there is none.</summary>
    public DateTimeOffset? Newest { get; private set; }

    /// <summary>Gets the hosts.</summary>
    public IReadOnlyCollection<HostTotals> Hosts => _hosts.Values;

    /// <summary>Adds an entry.</summary>
    public void Add(EntryRow row)
    {
        Entries++;
        Size += row.Size;
        BodyLength += row.BodyLength;
        var freshness = row.FreshnessAt(now);
        Fresh += freshness == EntryFreshness.Fresh ? 1 : 0;
        Stale += freshness == EntryFreshness.Stale ? 1 : 0;
        Oldest = Oldest < row.Stored ? Oldest : row.Stored;
        Newest = Newest > row.Stored ? Newest : row.Stored;
        if (!_hosts.TryGetValue(row.Host, out var host))
        {
            _hosts.Add(row.Host, host = new HostTotals(row.Host));
        }

        host.Add(row);
    }

    /// <summary>Returns the hosts that take most of the disk, the largest first.</summary>
    public IEnumerable<HostTotals> Largest(int count) => _hosts.Values
        .OrderByDescending(static host => host.Size).ThenBy(static host => host.Name, StringComparer.Ordinal).Take(count);
}
