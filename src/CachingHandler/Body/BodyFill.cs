using CachingHandler.Concurrency;
using CachingHandler.Storage;

namespace CachingHandler.Body;

/// <summary>Stages a body while it passes to its caller, and commits it when it is complete (RFC 9111 §3.3).</summary>
/// <remarks>
/// Complete means: the declared length is reached, or the stream ended cleanly where none was declared. Anything else
/// discards what is staged and leaves the caller's reading alone, but for what can be resumed. A complete body that cannot be
/// kept still outdates the one it was to replace.
/// </remarks>
internal sealed class BodyFill(
    GuardedStore store,
    GuardedEntryWriter writer,
    HttpCacheResult result,
    long? declaredLength,
    long maximumLength,
    StoredResponse? superseded) : IDisposable
{
    private long _length;
    private long _staged;
    private bool _isOpen = true;
    private StoredResponse? _committed;
    private StoredResponse? _superseded = superseded;

    /// <summary>Gets the stored bytes that lie before and after the ones received; null when there are none. Disposed with this.</summary>
    public Combination? Combination { get; init; }

    /// <summary>Gets the head that is committed, where it is of a part; null where it is of the whole.</summary>
    public StoredResponse? Part { get; init; }

    /// <summary>Gets what is kept of a body that breaks off; null when nothing is.</summary>
    public Resumption? Resumption { get; init; }

    /// <summary>Stages what the caller has just received; nothing means that the stream ended.</summary>
    public async ValueTask ReceivedAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!Accept(bytes.Length))
        {
            await RevokeAsync(bytes.Length).ConfigureAwait(false);
            return;
        }

        if (!bytes.IsEmpty)
        {
            await writer.WriteAsync(bytes).ConfigureAwait(false);
            _staged += bytes.Length;
        }

        if (IsComplete(bytes.Length))
        {
            await CommitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Does the same for a caller that reads synchronously.</summary>
    public void Received(ReadOnlySpan<byte> bytes)
    {
        if (!Accept(bytes.Length))
        {
            Synchronously.Wait(RevokeAsync(bytes.Length));
            return;
        }

        writer.Write(bytes);
        _staged += bytes.Length;
        if (IsComplete(bytes.Length))
        {
            Synchronously.Wait(CommitAsync());
        }
    }

    /// <summary>Ends the fill: unless it was committed, what is staged is kept to be resumed, or discarded.</summary>
    /// <remarks>
    /// Content is disposed synchronously, so that nobody waits for a store that takes its time. A caller that leaves amid a read
    /// of its own leaves bytes half staged, and nothing to be resumed.
    /// </remarks>
    public void Dispose()
    {
        if (_isOpen && _staged == _length && Resumption?.HeadFor(_length) is { } part)
        {
            _isOpen = false;
            result.SetNotStored(NotStoredReason.Incomplete);
            _ = KeepAsync(part);
        }
        else
        {
            Discard(NotStoredReason.Incomplete);
        }
    }

    private bool Accept(int count)
    {
        if (!_isOpen)
        {
            return false;
        }

        _length += count;
        if (_length > maximumLength)
        {
            Discard(NotStoredReason.TooLarge);
        }
        else if (_length > declaredLength || (count == 0 && _length < declaredLength))
        {
            Discard(NotStoredReason.Incomplete);
        }

        return _isOpen;
    }

    private bool IsComplete(int count) => declaredLength is null ? count == 0 : _length == declaredLength;

    private async ValueTask CommitAsync()
    {
        _isOpen = false;
        if (Combination is not null)
        {
            await Combination.CopyAfterAsync(writer).ConfigureAwait(false);
            Combination.Dispose();
        }

        var isOutdone = Part is not null && await IsOutdoneAsync(Part).ConfigureAwait(false);
        _committed = isOutdone ? null : await writer.CommitAsync().ConfigureAwait(false);
        if (_committed is not null)
        {
            result.SetStored();
        }
        else if (isOutdone)
        {
            result.SetNotStored(NotStoredReason.Part);
        }
        else
        {
            result.SetNotStored(writer.HasFailed ? NotStoredReason.StoreFailed : NotStoredReason.TooLarge);
            await OutdateAsync().ConfigureAwait(false);
        }

        writer.Dispose();
    }

    // The guarded writer throws nothing, so nobody has to look at the task.
    private async Task KeepAsync(StoredResponse part)
    {
        if (!await IsOutdoneAsync(part).ConfigureAwait(false))
        {
            await writer.CommitAsync(part).ConfigureAwait(false);
        }

        writer.Dispose();
    }

    // Where two ask for the same at once, one may have received all of it by the time the other gives up or has its range.
    private async ValueTask<bool> IsOutdoneAsync(StoredResponse part)
    {
        var others = await store.TryFindAsync(part.Key).ConfigureAwait(false) ?? [];

        return others.Any(other => other.Part is null && other.BodyId != _superseded?.BodyId
            && (part.SelectingFields.Count == 0 || other.SelectingFields.Count == 0 || part.IsSameVariantAs(other)));
    }

    private async ValueTask RevokeAsync(int count)
    {
        if (result.NotStoredReason == NotStoredReason.TooLarge)
        {
            await OutdateAsync().ConfigureAwait(false);
        }

        // A transport that delivers more than was declared has a body whose end nobody knows.
        if (count > 0 && _committed is { } committed)
        {
            _committed = null;
            result.SetNotStored(NotStoredReason.Incomplete);
            await store.InvalidateAsync(committed).ConfigureAwait(false);
        }
    }

    private async ValueTask OutdateAsync()
    {
        if (_superseded is { } outdated)
        {
            _superseded = null;
            await store.InvalidateAsync(outdated).ConfigureAwait(false);
        }
    }

    private void Discard(NotStoredReason reason)
    {
        if (_isOpen)
        {
            _isOpen = false;
            result.SetNotStored(reason);
            writer.Dispose();
            Combination?.Dispose();
        }
    }
}
