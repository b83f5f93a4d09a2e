using System.Collections.Concurrent;
using CachingHandler.Storage;

namespace CachingHandler.Tests.Storage;

/// <summary>A store behind whose writes a test can stop before they begin.</summary>
internal sealed class GatedStore : HttpCacheStore
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _gate;
    private int _finds;

    public MemoryHttpCacheStore Inner { get; } = new();

    /// <summary>Gets the bodies whose writing was begun, in that order.</summary>
    public ConcurrentQueue<Guid> Begun { get; } = new();

    /// <summary>Gets how often heads were asked for.</summary>
    public int Finds => Volatile.Read(ref _finds);

    /// <summary>Gets the arrival of the first write at the closed gate.</summary>
    public Task Reached => _reached.Task;

    public override ReadOnlyMemory<byte> Secret => Inner.Secret;

    public void Close() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => Interlocked.Exchange(ref _gate, null)?.SetResult();

    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _finds);

        return Inner.FindAsync(key, cancellationToken);
    }

    public override ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken) =>
        Inner.OpenBodyAsync(response, cancellationToken);

    public override async ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken)
    {
        Begun.Enqueue(head.BodyId);
        if (_gate is { } gate && !head.Key.IsNote)
        {
            _reached.TrySetResult();
            await gate.Task;
        }

        return await Inner.BeginWriteAsync(head, declaredLength, cancellationToken);
    }

    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken) =>
        Inner.TryUpdateHeadAsync(current, updated, cancellationToken);

    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        Inner.RemoveAsync(key, cancellationToken);

    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken) =>
        Inner.RemoveAsync(response, cancellationToken);

    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default) =>
        Inner.EnumerateAsync(cancellationToken);

    public override ValueTask ClearAsync(CancellationToken cancellationToken = default) => Inner.ClearAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        Inner.Dispose();
        base.Dispose(disposing);
    }
}
