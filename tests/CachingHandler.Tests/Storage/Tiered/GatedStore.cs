using System.Collections.Concurrent;
using CachingHandler.Storage;

namespace CachingHandler.Tests.Storage;

/// <summary>A store behind whose writes a test can stop before they begin, and whose medium it can make read-only.</summary>
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

    /// <summary>Gets or sets a value indicating whether the medium takes nothing and lets nothing be removed.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Gets or sets a value indicating whether the medium cannot even be read.</summary>
    public bool IsGone { get; set; }

    /// <summary>Gets or sets a value indicating whether the medium is away, and the store says that it does not know.</summary>
    public bool IsAway { get; set; }

    /// <summary>Gets or sets a value indicating whether what the store does not take may stay in memory.</summary>
    public bool IsMemoryAllowedAlone { get; set; } = true;

    /// <summary>Gets the arrival of the first write at the closed gate.</summary>
    public Task Reached => _reached.Task;

    public override ReadOnlyMemory<byte> Secret => Inner.Secret;

    protected internal override bool AllowsMemoryAlone => IsMemoryAllowedAlone;

    public void Close() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => Interlocked.Exchange(ref _gate, null)?.SetResult();

    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _finds);

        if (IsAway)
        {
            return new(Unknown);
        }

        return IsGone ? throw new IOException("The medium is gone.") : Inner.FindAsync(key, cancellationToken);
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

        return IsReadOnly ? null : await Inner.BeginWriteAsync(head, declaredLength, cancellationToken);
    }

    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken) =>
        Writable().TryUpdateHeadAsync(current, updated, cancellationToken);

    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        Writable().RemoveAsync(key, cancellationToken);

    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken) =>
        Writable().RemoveAsync(response, cancellationToken);

    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default) =>
        Inner.EnumerateAsync(cancellationToken);

    public override ValueTask<HttpCacheStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) =>
        Inner.GetStatisticsAsync(cancellationToken);

    public override ValueTask ClearAsync(CancellationToken cancellationToken = default) => Writable().ClearAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        Inner.Dispose();
        base.Dispose(disposing);
    }

    private MemoryHttpCacheStore Writable() => IsReadOnly ? throw new IOException("The medium is read-only.") : Inner;
}
