using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using CachingHandler.Diagnostics;

namespace CachingHandler.Storage;

/// <summary>Keeps responses in the memory of this process, within a budget of bytes.</summary>
/// <remarks>
/// A hit takes no lock and copies nothing. The response whose last use is longest ago goes first. Nothing outlives the
/// process or <see cref="HttpCacheStore.Dispose()"/>.
/// </remarks>
public sealed partial class MemoryHttpCacheStore : HttpCacheStore, IMeasuredStore
{
    private readonly MemoryHeads _heads = new();
    private readonly LeastRecentlyUsed _uses;
    private readonly Lock _gate = new();
    private readonly StoreMetrics _metrics;
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>Creates an empty store.</summary>
    /// <param name="options">The limits; null takes the defaults. Read once.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    /// <param name="meterFactory">Makes the meter <c>CachingHandler</c>; null takes one of the process.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    public MemoryHttpCacheStore(
        MemoryHttpCacheStoreOptions? options = null, TimeProvider? timeProvider = null, IMeterFactory? meterFactory = null)
    {
        _uses = new(timeProvider ?? TimeProvider.System);
        MaximumSize = (options ?? new()).MaximumSize;
        if (MaximumSize < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"MaximumSize is {MaximumSize}; it must be zero or more bytes.");
        }

        _metrics = HttpCacheMetrics.Of(meterFactory).Stores.Of(this);
        _metrics.Observe();
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Secret => _secret;

    /// <summary>Gets how much memory the stored responses may take, in bytes.</summary>
    public long MaximumSize { get; }

    /// <summary>Gets how much memory the stored responses take, in bytes; heads by an estimate.</summary>
    public long Size
    {
        get
        {
            lock (_gate)
            {
                return _uses.Size;
            }
        }
    }

    /// <summary>Gets the number of stored responses.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _uses.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        new(_heads.Of(key));

    /// <inheritdoc/>
    public override ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (_heads.EntryOf(response) is not { IsGone: false } entry)
        {
            return default;
        }

        _uses.Touch(entry.Place);

        return new(entry);
    }

    /// <inheritdoc/>
    public override ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);

        return new(declaredLength > MaximumSize ? null : new MemoryEntryWriter(this, head, declaredLength));
    }

    /// <inheritdoc/>
    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken)
    {
        ThrowIfNotSameEntry(current, updated);
        lock (_gate)
        {
            if (_heads.EntryOf(current) is not { IsGone: false } entry)
            {
                return new(false);
            }

            // With other selecting fields it may now answer what another entry answered.
            var others = Take(
                updated.Key,
                updated,
                static (other, newer) => other.BodyId != newer.BodyId && newer.Supersedes(other));
            entry.Response = updated;
            updated.AttachedBody = entry;
            _uses.Resize(entry.Place, LeastRecentlyUsed.SizeOf(updated, entry.Length));
            _heads.Put(updated.Key, Array.ConvertAll(others, other => other.BodyId == updated.BodyId ? updated : other));
            Shrink();

            return new(true);
        }
    }

    /// <inheritdoc/>
    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _heads.Put(key, Take(key, key, static (_, _) => true));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        lock (_gate)
        {
            Remove(response);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask ClearAsync(CancellationToken cancellationToken = default)
    {
        Clear();

        return ValueTask.CompletedTask;
    }

    /// <summary>Makes an entry visible and lets go what it supersedes and what no longer fits.</summary>
    /// <returns>False when the entry alone is over the budget.</returns>
    internal bool TryAdd(MemoryEntry entry)
    {
        var response = entry.Response;
        lock (_gate)
        {
            var kept = Take(response.Key, response, static (other, newer) => newer.Supersedes(other));
            var size = LeastRecentlyUsed.SizeOf(response, entry.Length);
            if (size > MaximumSize)
            {
                _heads.Put(response.Key, kept);
                return false;
            }

            if (kept.Length >= MaximumVariants)
            {
                var oldest = kept.MinBy(static variant => variant.ResponseTime)!;
                _uses.Remove(_heads.EntryOf(oldest)!.Place);
                kept = [.. kept.Where(variant => variant != oldest)];
                _metrics.Evicted(1);
            }

            response.AttachedBody = entry;
            _uses.Add(entry.Place, entry, size);
            _heads.Put(response.Key, [.. kept, response]);
            Shrink();

            return true;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Clear();
            _metrics.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Clear()
    {
        lock (_gate)
        {
            foreach (var key in _heads.Keys)
            {
                _heads.Put(key, Take(key, key, static (_, _) => true));
            }
        }
    }

    private void Shrink()
    {
        while (_uses.Size > MaximumSize && _uses.Oldest() is { Entry: MemoryEntry oldest })
        {
            Remove(oldest.Response);
            _metrics.Evicted(1);
        }
    }

    private void Remove(StoredResponse response) =>
        _heads.Put(response.Key, Take(response.Key, response, static (other, gone) => other.BodyId == gone.BodyId));

    // Lets the entries of a key go that match, and returns the others' heads, which are still to be put back.
    private StoredResponse[] Take<T>(HttpCacheKey key, T argument, Func<StoredResponse, T, bool> goes)
    {
        var responses = _heads.Of(key);
        var kept = 0;
        var survivors = new StoredResponse[responses.Length];
        foreach (var response in responses)
        {
            if (goes(response, argument))
            {
                _uses.Remove(_heads.EntryOf(response)!.Place);
            }
            else
            {
                survivors[kept++] = response;
            }
        }

        return kept == 0 ? [] : survivors[..kept];
    }
}
