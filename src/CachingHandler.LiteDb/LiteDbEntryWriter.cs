namespace CachingHandler.Storage;

/// <summary>Stages a body, first in memory and then in its file, and hands it to the database with its head.</summary>
/// <param name="store">The store to publish in.</param>
/// <param name="announced">The response's head.</param>
/// <param name="name">The entry's name.</param>
/// <param name="body">The body under construction; disposed with the writer.</param>
internal sealed class LiteDbEntryWriter(
    LiteDbHttpCacheStore store, StoredResponse announced, byte[] name, StagedBody body) : HttpCacheEntryWriter
{
    // Less than this is in the page cache before another thread would have woken up; the chunks of a body on its way are less.
    private const int AsynchronousFrom = 128 * 1024;

    private bool _committed;
    private bool _failed;

    /// <inheritdoc/>
    public override long Length => body.Length;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        BeforeWriting(bytes.Length);
        try
        {
            body.Append(bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused(exception);
        }

        _failed = false;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length < AsynchronousFrom)
        {
            Write(bytes.Span);
            return;
        }

        BeforeWriting(bytes.Length);
        try
        {
            await body.AppendAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused(exception);
        }

        _failed = false;
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination) => body.Read(offset, destination);

    /// <inheritdoc/>
    public override async ValueTask<StoredResponse?> CommitAsync(StoredResponse? head, CancellationToken cancellationToken)
    {
        if (_committed)
        {
            throw new InvalidOperationException("The response has been committed already.");
        }

        ThrowIfFailed();
        _committed = true;
        var stored = (head ?? announced).WithBodyLength(body.Length);
        var entry = new NewEntry(
            name, stored, EntryRecord.BytesOf(stored), body.Place, body.ForDatabase(), body.Checksum);

        return await store.TryAddAsync(entry, body).ConfigureAwait(false) ? stored : null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    private IOException Refused(Exception exception)
    {
        store.Refused(exception);

        return new IOException($"The response could not be stored beside '{store.DatabasePath}'.", exception);
    }

    // A write that ends in an exception leaves the flag set, and with it nothing but disposal.
    private void BeforeWriting(int count)
    {
        if (_committed)
        {
            throw new InvalidOperationException("The response has been committed already; it takes no more bytes.");
        }

        ThrowIfFailed();
        _failed = true;
        if (body.Length + count > store.LargestResponse)
        {
            throw new IOException($"The response is larger than the {store.LargestResponse} bytes that the LiteDB store takes of one.");
        }
    }

    private void ThrowIfFailed()
    {
        if (_failed)
        {
            throw new IOException("An earlier write failed or was cancelled; the response can only be dropped.");
        }
    }
}
