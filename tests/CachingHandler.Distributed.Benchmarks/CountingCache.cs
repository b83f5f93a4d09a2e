using Microsoft.Extensions.Caching.Distributed;

namespace CachingHandler.Distributed.Benchmarks;

/// <summary>Counts the bytes of values that go to a distributed cache and come from there.</summary>
internal sealed class CountingCache(IDistributedCache inner) : IDistributedCache
{
    private long _bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    public byte[]? Get(string key) => Counted(inner.Get(key));

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Counted(await inner.GetAsync(key, token));

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => inner.Set(key, Counted(value)!, options);

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        inner.SetAsync(key, Counted(value)!, options, token);

    public void Refresh(string key) => inner.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => inner.RefreshAsync(key, token);

    public void Remove(string key) => inner.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => inner.RemoveAsync(key, token);

    private byte[]? Counted(byte[]? value)
    {
        Interlocked.Add(ref _bytes, value?.Length ?? 0);

        return value;
    }
}
