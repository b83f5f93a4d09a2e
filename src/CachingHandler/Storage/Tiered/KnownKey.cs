namespace CachingHandler.Storage;

/// <summary>What the memory tier knows of a key: the heads of all its responses, the small ones with their bodies.</summary>
/// <remarks>Safe to read at any time; changed under the tier's lock.</remarks>
internal sealed class KnownKey(HttpCacheKey key)
{
    private const long Never = long.MinValue;

    // Its order of use need not be exact to the minute, and to tell it may cost as much as to read a body there.
    private static readonly TimeSpan TellAfter = TimeSpan.FromMinutes(1);

    private volatile StoredResponse[] _heads = [];
    private long _checkedAt = Never;
    private long _toldAt = Never;

    public HttpCacheKey Key => key;

    /// <summary>Gets or sets the heads, in an array that is never changed.</summary>
    public StoredResponse[] Heads
    {
        get => _heads;
        set => _heads = value;
    }

    /// <summary>Gets or sets the place in the order of use.</summary>
    public UsePlace Place { get; set; } = new();

    /// <summary>Gets when the heads were used last, to the second.</summary>
    public DateTimeOffset LastUsed => new(Place.LastSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    /// <summary>Gets the writes that wait or are under way, in the order in which they were begun; the memory keeps the key as long as there are any.</summary>
    public List<QueuedWrite> Writes { get; } = [];

    /// <summary>Gets a value indicating whether there is nothing under the key beside <see cref="Heads"/>, as far as this process has done it.</summary>
    public bool IsComplete => Volatile.Read(ref _checkedAt) != Never;

    /// <summary>Gets the responses that the store behind did not take; they are in memory alone.</summary>
    public IEnumerable<StoredResponse> Alone => Heads.Where(static head => head.AttachedBody is KeptBody { IsAlone: true });

    /// <summary>Gets the responses that are on their way to the store behind.</summary>
    public IEnumerable<StoredResponse> Writing => Writes.Select(write => HeadOf(write.Head.BodyId)).OfType<StoredResponse>();

    /// <summary>Gets the responses that the store behind does not have, or not yet.</summary>
    public IEnumerable<StoredResponse> Unwritten => [.. Writing, .. Alone];

    /// <summary>Gets a value indicating whether the store behind does not have everything.</summary>
    public bool IsAhead => Writes.Count > 0 || Alone.Any();

    /// <summary>Tells whether the store behind is to be asked before the heads are used again.</summary>
    /// <param name="checkAfter">How long what another process does may go unseen.</param>
    /// <param name="timeProvider">The clock.</param>
    public bool IsDue(TimeSpan checkAfter, TimeProvider timeProvider) =>
        Volatile.Read(ref _checkedAt) is var checkedAt
        && (checkedAt == Never || timeProvider.GetElapsedTime(checkedAt) >= checkAfter);

    /// <summary>Notes that the heads are those of the store behind.</summary>
    public void Checked(long timestamp) => Volatile.Write(ref _checkedAt, timestamp);

    /// <summary>Has the store behind asked before the heads are used again.</summary>
    public void MakeDue() => Checked(Never);

    /// <summary>Tells whether the store behind is to be told of the uses that it does not see, which then counts as done.</summary>
    public bool TryTell(long timestamp, TimeProvider timeProvider)
    {
        if (_toldAt != Never && timeProvider.GetElapsedTime(_toldAt, timestamp) < TellAfter)
        {
            return false;
        }

        _toldAt = timestamp;

        return true;
    }

    /// <summary>Tells whether what the store behind has is out of date, because something newer has not got there.</summary>
    /// <remarks>
    /// A write that is outstanding goes over whatever is there, its own result included. What is alone gets no further, so that
    /// another process may have stored something newer.
    /// </remarks>
    public bool Outdates(StoredResponse found) => Outdates(Writes.Select(static write => write.Head), Alone, found);

    /// <summary>Tells it of what was outstanding and alone at an earlier time.</summary>
    public static bool Outdates(IEnumerable<StoredResponse> writes, IEnumerable<StoredResponse> alone, StoredResponse found) =>
        writes.Any(head => head.Supersedes(found))
        || alone.Any(head => Excludes(head, found) && found.ResponseTime <= head.ResponseTime);

    /// <summary>Tells whether two responses cannot both be current.</summary>
    public static bool Excludes(StoredResponse one, StoredResponse other) => one.BodyId == other.BodyId || one.Supersedes(other);

    /// <summary>Returns the head of a response; null when it is not among the heads.</summary>
    public StoredResponse? HeadOf(Guid bodyId)
    {
        foreach (var head in Heads)
        {
            if (head.BodyId == bodyId)
            {
                return head;
            }
        }

        return null;
    }
}
