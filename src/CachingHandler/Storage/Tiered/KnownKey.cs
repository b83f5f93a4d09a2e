namespace CachingHandler.Storage;

/// <summary>What the memory tier knows of a key: the heads of all its responses, the small ones with their bodies.</summary>
/// <remarks>Safe to read at any time; changed under the tier's lock.</remarks>
internal sealed class KnownKey(HttpCacheKey key)
{
    /// <summary>How long what another process does may go unseen.</summary>
    public static readonly TimeSpan CheckAfter = TimeSpan.FromSeconds(1);

    private const long Never = long.MinValue;

    private volatile StoredResponse[] _heads = [];
    private long _checkedAt = Never;

    public HttpCacheKey Key => key;

    /// <summary>Gets or sets the heads, in an array that is never changed.</summary>
    public StoredResponse[] Heads
    {
        get => _heads;
        set => _heads = value;
    }

    /// <summary>Gets or sets the place in the order of use.</summary>
    public UsePlace Place { get; set; } = new();

    /// <summary>Gets the writes that wait or are under way, in the order in which they were begun; the memory keeps the key as long as there are any.</summary>
    public List<QueuedWrite> Writes { get; } = [];

    /// <summary>Gets a value indicating whether there is nothing under the key beside <see cref="Heads"/>, as far as this process has done it.</summary>
    public bool IsComplete => Volatile.Read(ref _checkedAt) != Never;

    /// <summary>Tells whether the store behind is to be asked before the heads are used again.</summary>
    public bool IsDue(TimeProvider timeProvider) =>
        Volatile.Read(ref _checkedAt) is var checkedAt
        && (checkedAt == Never || timeProvider.GetElapsedTime(checkedAt) >= CheckAfter);

    /// <summary>Notes that the heads are those of the store behind.</summary>
    public void Checked(long timestamp) => Volatile.Write(ref _checkedAt, timestamp);

    /// <summary>Has the store behind asked before the heads are used again.</summary>
    public void MakeDue() => Checked(Never);

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
