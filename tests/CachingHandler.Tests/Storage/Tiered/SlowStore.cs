using CachingHandler.Storage;

namespace CachingHandler.Tests.Storage;

/// <summary>A store in which every change takes some while, now longer and now shorter.</summary>
/// <param name="inner">Does the work.</param>
/// <param name="random">Tells how long.</param>
/// <param name="refuses">Of how many writes one is refused; zero refuses none.</param>
internal sealed class SlowStore(HttpCacheStore inner, Random random, int refuses = 0) : HttpCacheStore
{
    private int _writes;

    public override ReadOnlyMemory<byte> Secret => inner.Secret;

    public override async ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        await DawdleAsync();

        return await inner.FindAsync(key, cancellationToken);
    }

    public override ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken) =>
        inner.OpenBodyAsync(response, cancellationToken);

    public override async ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken)
    {
        await DawdleAsync();

        return refuses > 0 && ++_writes % refuses == 0 ? null : await inner.BeginWriteAsync(head, declaredLength, cancellationToken);
    }

    public override async ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken)
    {
        await DawdleAsync();

        return await inner.TryUpdateHeadAsync(current, updated, cancellationToken);
    }

    public override async ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        await DawdleAsync();
        await inner.RemoveAsync(key, cancellationToken);
    }

    public override async ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        await DawdleAsync();
        await inner.RemoveAsync(response, cancellationToken);
    }

    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default) =>
        inner.EnumerateAsync(cancellationToken);

    public override async ValueTask ClearAsync(CancellationToken cancellationToken = default)
    {
        await DawdleAsync();
        await inner.ClearAsync(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }

    private async Task DawdleAsync()
    {
        int turns;
        lock (random)
        {
            turns = random.Next(4) == 0 ? random.Next(200) : random.Next(3);
        }

        for (var turn = 0; turn < turns; turn++)
        {
            await Task.Yield();
        }
    }
}
