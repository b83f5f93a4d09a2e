namespace CachingHandler.Storage;

/// <summary>An entry's place in the order of use; outlives the entry there, but does not hold on to its body.</summary>
internal sealed class UsePlace
{
    private long _lastUsed;
    private long _lastSecond;
    private volatile object? _entry;

    /// <summary>Gets or sets the entry; null once the store has let it go. Changed under the store's lock.</summary>
    public object? Entry
    {
        get => _entry;
        set => _entry = value;
    }

    /// <summary>Gets or sets the bytes it is accounted for; changed under the store's lock.</summary>
    public long Size { get; set; }

    /// <summary>Gets or sets when the entry was used last, counted in uses of the store.</summary>
    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }

    /// <summary>Gets or sets when the entry was used last, in seconds since the year 1.</summary>
    public long LastSecond
    {
        get => Volatile.Read(ref _lastSecond);
        set => Volatile.Write(ref _lastSecond, value);
    }
}
