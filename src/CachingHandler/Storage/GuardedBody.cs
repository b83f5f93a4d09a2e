using CachingHandler.Concurrency;

namespace CachingHandler.Storage;

/// <summary>A body that has to be read, whose entry goes when that fails.</summary>
/// <remarks>
/// Its reader gets the failure, as of a connection that breaks: the head is long in its hands. The next request is not to meet
/// the same body again.
/// </remarks>
internal sealed class GuardedBody(StoredBody body, StoredResponse response, GuardedStore store) : StoredBody
{
    private bool _isDisposed;

    /// <inheritdoc/>
    public override long Length => body.Length;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        try
        {
            return body.Read(offset, destination);
        }
        catch (Exception exception) when (!_isDisposed)
        {
            Synchronously.Wait(store.ReadFailedAsync(response, exception));
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(offset, destination, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!_isDisposed && !cancellationToken.IsCancellationRequested)
        {
            await store.ReadFailedAsync(response, exception).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _isDisposed = true;
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
