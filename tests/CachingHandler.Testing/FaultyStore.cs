using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>A store that throws an <see cref="IOException"/> on some calls, be they to the store, a writer or a body.</summary>
/// <param name="inner">Does the work of all other calls; disposed with this.</param>
/// <param name="fails">Tells of a call, counted from one, whether it fails; safe for concurrent use.</param>
/// <param name="fault">How it fails.</param>
/// <param name="failsBodies">Whether reading a body counts. Such a body hides its memory, so that its readers come past the count.</param>
public sealed class FaultyStore(
    HttpCacheStore inner, Func<int, bool> fails, StoreFault fault = StoreFault.Throw, bool failsBodies = true) : HttpCacheStore
{
    private int _calls;
    private volatile bool _hasFailed;

    /// <summary>Creates one whose n-th call fails.</summary>
    /// <param name="inner">Does the work of all other calls; disposed with this.</param>
    /// <param name="failAt">The call that fails, counted from one; zero lets all succeed.</param>
    /// <param name="fault">How it fails.</param>
    /// <param name="failsBodies">Whether reading a body counts.</param>
    /// <remarks>A test loops over <paramref name="failAt"/> until <see cref="HasFailed"/> stays false.</remarks>
    public FaultyStore(HttpCacheStore inner, int failAt, StoreFault fault = StoreFault.Throw, bool failsBodies = true)
        : this(inner, call => call == failAt, fault, failsBodies)
    {
    }

    public int Calls => Volatile.Read(ref _calls);

    public bool HasFailed => _hasFailed;

    public override ReadOnlyMemory<byte> Secret => inner.Secret;

    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        Call(() => inner.FindAsync(key, cancellationToken));

    public override ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken) =>
        Call(async () => Counted(await inner.OpenBodyAsync(response, cancellationToken)));

    public override ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken) =>
        Call(async () => await inner.BeginWriteAsync(head, declaredLength, cancellationToken) is { } writer
            ? new Writer(this, writer)
            : (HttpCacheEntryWriter?)null);

    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken) =>
        Call(() => inner.TryUpdateHeadAsync(current, updated, cancellationToken));

    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        Call(() => inner.RemoveAsync(key, cancellationToken));

    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken) =>
        Call(() => inner.RemoveAsync(response, cancellationToken));

    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDue();

        return inner.EnumerateAsync(cancellationToken);
    }

    public override ValueTask ClearAsync(CancellationToken cancellationToken = default) =>
        Call(() => inner.ClearAsync(cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static IOException Failure() => new("The store failed, as it was told to.");

    private static async ValueTask<T> FailLater<T>()
    {
        await Task.Yield();

        throw Failure();
    }

    private StoredBody? Counted(StoredBody? body) => body is null || !failsBodies ? body : new Body(this, body);

    private bool IsDue()
    {
        var isDue = fails(Interlocked.Increment(ref _calls));
        _hasFailed |= isDue;

        return isDue;
    }

    private void ThrowIfDue()
    {
        if (IsDue())
        {
            throw Failure();
        }
    }

    private ValueTask<T> Call<T>(Func<ValueTask<T>> call)
    {
        if (!IsDue())
        {
            return call();
        }

        return fault switch
        {
            StoreFault.FaultedTask => ValueTask.FromException<T>(Failure()),
            StoreFault.LateFault => FailLater<T>(),
            _ => throw Failure(),
        };
    }

    private ValueTask Call(Func<ValueTask> call)
    {
        if (!IsDue())
        {
            return call();
        }

        return fault switch
        {
            StoreFault.FaultedTask => ValueTask.FromException(Failure()),
            StoreFault.LateFault => new ValueTask(FailLater<bool>().AsTask()),
            _ => throw Failure(),
        };
    }

    private sealed class Writer(FaultyStore store, HttpCacheEntryWriter inner) : HttpCacheEntryWriter
    {
        public override long Length => inner.Length;

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            store.ThrowIfDue();
            inner.Write(bytes);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
            store.Call(() => inner.WriteAsync(bytes, cancellationToken));

        public override int Read(long offset, Span<byte> destination)
        {
            store.ThrowIfDue();

            return inner.Read(offset, destination);
        }

        public override ValueTask<StoredResponse?> CommitAsync(StoredResponse? head, CancellationToken cancellationToken) =>
            store.Call(() => inner.CommitAsync(head, cancellationToken));

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    private sealed class Body(FaultyStore store, StoredBody inner) : StoredBody
    {
        public override long Length => inner.Length;

        public override int Read(long offset, Span<byte> destination)
        {
            store.ThrowIfDue();

            return inner.Read(offset, destination);
        }

        public override ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
            store.Call(() => inner.ReadAsync(offset, destination, cancellationToken));

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
