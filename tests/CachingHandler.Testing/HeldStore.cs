using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>A store whose writes can be held up, as those to a slow medium are.</summary>
/// <param name="inner">Does the work; not disposed with this.</param>
public sealed class HeldStore(HttpCacheStore inner) : ForwardingStore(inner, isOwn: false)
{
    private volatile TaskCompletionSource? _held;

    /// <summary>Holds up the writes from now on.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets them go on.</summary>
    public void Release() => Interlocked.Exchange(ref _held, null)?.SetResult();

    public override async ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken) =>
        await base.BeginWriteAsync(head, declaredLength, cancellationToken) is { } writer ? new Writer(this, writer) : null;

    private sealed class Writer(HeldStore store, HttpCacheEntryWriter inner) : HttpCacheEntryWriter
    {
        public override long Length => inner.Length;

        public override void Write(ReadOnlySpan<byte> bytes) => inner.Write(bytes);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            await (store._held?.Task ?? Task.CompletedTask);
            await inner.WriteAsync(bytes, cancellationToken);
        }

        public override int Read(long offset, Span<byte> destination) => inner.Read(offset, destination);

        public override ValueTask<StoredResponse?> CommitAsync(StoredResponse? head, CancellationToken cancellationToken) =>
            inner.CommitAsync(head, cancellationToken);

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
