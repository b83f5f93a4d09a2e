using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace CachingHandler.Storage;

/// <summary>Keeps responses in the memory of this process, within a budget of bytes.</summary>
/// <remarks>
/// A hit takes no lock and copies nothing. The response whose last use is longest ago goes first. Nothing outlives the
/// process or <see cref="HttpCacheStore.Dispose()"/>.
/// </remarks>
public sealed class MemoryHttpCacheStore : HttpCacheStore
{
    private readonly ConcurrentDictionary<HttpCacheKey, StoredResponse[]> _responses = new();
    private readonly ConcurrentDictionary<Guid, MemoryEntry> _entries = new();
    private readonly LeastRecentlyUsed _uses = new();
    private readonly Lock _gate = new();
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>Creates an empty store.</summary>
    /// <param name="options">The limits; null takes the defaults. Read once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    public MemoryHttpCacheStore(MemoryHttpCacheStoreOptions? options = null)
    {
        MaximumSize = (options ?? new()).MaximumSize;
        if (MaximumSize < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"MaximumSize is {MaximumSize}; it must be zero or more bytes.");
        }
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
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        new(_responses.TryGetValue(key, out var responses) ? responses : []);

    /// <inheritdoc/>
    public override ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (!_entries.TryGetValue(response.BodyId, out var entry))
        {
            return default;
        }

        _uses.Touch(entry);

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
            if (!_entries.TryGetValue(current.BodyId, out var entry))
            {
                return new(false);
            }

            // With other selecting fields it may now answer what another entry answered.
            RemoveWhere(updated.Key, other => other.BodyId != updated.BodyId && Supersedes(updated, other));
            var known = entry.Response;
            entry.Response = updated;
            _uses.Resize(entry);
            _responses[updated.Key] = [.. _responses[updated.Key].Select(other => other == known ? updated : other)];
            Shrink();

            return new(true);
        }
    }

    /// <inheritdoc/>
    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RemoveWhere(key, static _ => true);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        lock (_gate)
        {
            RemoveWhere(response.Key, other => other.BodyId == response.BodyId);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StoredResponse> EnumerateAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var (_, entry) in _entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry.Response;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
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
            RemoveWhere(response.Key, other => Supersedes(response, other));
            if (LeastRecentlyUsed.SizeOf(entry) > MaximumSize)
            {
                return false;
            }

            var variants = _responses.GetValueOrDefault(response.Key, []);
            if (variants.Length >= MaximumVariants)
            {
                var oldest = variants.MinBy(variant => variant.ResponseTime);
                RemoveWhere(response.Key, other => other == oldest);
                variants = _responses.GetValueOrDefault(response.Key, []);
            }

            _entries[response.BodyId] = entry;
            _uses.Add(entry);
            _responses[response.Key] = [.. variants, response];
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
        }

        base.Dispose(disposing);
    }

    private static bool Supersedes(StoredResponse newer, StoredResponse older) =>
        newer.SelectingFields.Count == 0 || older.SelectingFields.Count == 0 || newer.IsSameVariantAs(older);

    private void Clear()
    {
        lock (_gate)
        {
            foreach (var key in _responses.Keys)
            {
                RemoveWhere(key, static _ => true);
            }
        }
    }

    private void Shrink()
    {
        while (_uses.Size > MaximumSize && _uses.Oldest() is { } oldest)
        {
            RemoveWhere(oldest.Response.Key, other => other.BodyId == oldest.Response.BodyId);
        }
    }

    private void RemoveWhere(HttpCacheKey key, Func<StoredResponse, bool> goes)
    {
        if (!_responses.TryGetValue(key, out var responses))
        {
            return;
        }

        foreach (var response in responses.Where(goes))
        {
            if (_entries.TryRemove(response.BodyId, out var entry))
            {
                _uses.Remove(entry);
            }
        }

        StoredResponse[] kept = [.. responses.Where(response => !goes(response))];
        if (kept.Length == 0)
        {
            _responses.TryRemove(key, out _);
        }
        else
        {
            _responses[key] = kept;
        }
    }
}
