using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;

namespace CachingHandler.Distributed.Tests;

/// <summary>The same with buffers, which it hands over in small pieces.</summary>
internal sealed class FakeBufferMedium(TimeProvider? timeProvider = null) : FakeMedium(timeProvider), IBufferDistributedCache
{
    private const int PieceLength = 1_000;

    public bool TryGet(string key, IBufferWriter<byte> destination) => TryGetAsync(key, destination).AsTask().GetAwaiter().GetResult();

    public async ValueTask<bool> TryGetAsync(string key, IBufferWriter<byte> destination, CancellationToken token = default)
    {
        if (await GetAsync(key, token) is not { } value)
        {
            return false;
        }

        foreach (var piece in value.Chunk(PieceLength))
        {
            destination.Write(piece);
        }

        return true;
    }

    public void Set(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options) => Set(key, value.ToArray(), options);

    public async ValueTask SetAsync(
        string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        await SetAsync(key, value.ToArray(), options, token);
}
