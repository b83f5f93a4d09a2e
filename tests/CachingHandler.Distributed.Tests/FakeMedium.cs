using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace CachingHandler.Distributed.Tests;

/// <summary>A distributed cache in the memory of the process, for any number of stores, that does on command what a real one does by itself.</summary>
internal class FakeMedium(TimeProvider? timeProvider = null) : IDistributedCache
{
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;
    private long _bytesMoved;
    private int _calls;

    /// <summary>Gets what it holds.</summary>
    public ConcurrentDictionary<string, FakeValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets what happens before each call: it may wait, throw, or never end, and is told the operation and the name.</summary>
    public Func<string, string, Task>? Before { get; set; }

    /// <summary>Gets or sets what happens after each call.</summary>
    public Func<string, string, Task>? After { get; set; }

    /// <summary>Gets how many calls there were.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Gets how many bytes of values have been read and written.</summary>
    public long BytesMoved => Volatile.Read(ref _bytesMoved);

    /// <summary>Gets the names of the values that a key has, of its heads and of chunks.</summary>
    public IEnumerable<string> Names(string part) => Values.Keys.Where(name => name.Contains(part, StringComparison.Ordinal)).Order();

    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await CallAsync("get", key, Before);
        var value = Find(key);
        Interlocked.Add(ref _bytesMoved, value?.Bytes.Length ?? 0);
        if (After is { } after)
        {
            await after("get", key);
        }

        return value?.Bytes.ToArray();
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await CallAsync("set", key, Before);
        Interlocked.Add(ref _bytesMoved, value.Length);
        var lifetime = options.AbsoluteExpirationRelativeToNow ?? options.SlidingExpiration;
        Assert.NotNull(lifetime);
        Values[key] = new FakeValue([.. value], lifetime.Value, options.SlidingExpiration is not null, _timeProvider.GetUtcNow() + lifetime.Value);
        if (After is { } after)
        {
            await after("set", key);
        }
    }

    public void Refresh(string key) => Find(key);

    public Task RefreshAsync(string key, CancellationToken token = default)
    {
        Find(key);

        return Task.CompletedTask;
    }

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        await CallAsync("remove", key, Before);
        Values.TryRemove(key, out _);
        if (After is { } after)
        {
            await after("remove", key);
        }
    }

    private FakeValue? Find(string key)
    {
        var now = _timeProvider.GetUtcNow();
        if (!Values.TryGetValue(key, out var value) || value.Expires <= now)
        {
            Values.TryRemove(key, out _);
            return null;
        }

        if (value.IsSliding)
        {
            Values[key] = value with { Expires = now + value.Lifetime };
        }

        return value;
    }

    private async Task CallAsync(string operation, string key, Func<string, string, Task>? before)
    {
        Interlocked.Increment(ref _calls);
        if (before is not null)
        {
            await before(operation, key);
        }
    }
}
