using CachingHandler.Diagnostics;
using CachingHandler.Storage;

namespace CachingHandler.Body;

/// <summary>Stages a body as it arrives, and commits it when it is complete (RFC 9111 §3.3).</summary>
/// <remarks>
/// <para>Complete means: the declared length is reached, or the stream ended cleanly where none was declared. Of anything else
/// only what can be resumed is kept. A complete body that cannot be kept still outdates the one it was to replace.</para>
/// <para>For one caller at a time, but for <see cref="Read"/> and <see cref="Outdate"/>.</para>
/// </remarks>
internal sealed class BodyStaging(
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
    private bool _isStaging = true;
    private volatile bool _isOutdated;
    private volatile bool _isReleased;
    private StoredResponse? _committed;
    private StoredResponse? _superseded = superseded;

    /// <summary>Gets the stored bytes that lie before and after the ones received; null when there are none. Disposed with this.</summary>
    public Combination? Combination { get; init; }

    /// <summary>Gets the head that is committed, where it is of a part; null where it is of the whole.</summary>
    public StoredResponse? Part { get; init; }

    /// <summary>Gets what is kept of a body that breaks off; null when nothing is.</summary>
    public Resumption? Resumption { get; init; }

    /// <summary>Gets what tells of the end; null when nobody listens.</summary>
    public StoreWatch? Watch { get; init; }

    /// <summary>Gets the result that says what becomes of the body.</summary>
    public HttpCacheResult Result => result;

    /// <summary>Gets the length that the sender declared, in bytes; null when it did not.</summary>
    public long? DeclaredLength => declaredLength;

    /// <summary>Gets the length beyond which the body is not stored, in bytes.</summary>
    public long MaximumLength => maximumLength;

    /// <summary>Gets a value indicating whether the body may still be stored.</summary>
    public bool IsOpen => _isOpen && !_isOutdated;

    /// <summary>Gets a value indicating whether the resource has changed since the body was asked for.</summary>
    public bool IsOutdated => _isOutdated;

    /// <summary>Gets a value indicating whether all that has arrived can be read back, and what arrives next will be.</summary>
    public bool IsStaging => _isStaging;

    /// <summary>Gets the number of bytes, from the start of the body, that can be read back.</summary>
    public long Readable => _isReleased || Combination is not null ? 0 : Volatile.Read(ref _staged);

    /// <summary>Stages what has just been received; nothing means that the stream ended.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isShared">Whether they are to be read back though the body is not stored.</param>
    public async ValueTask ReceivedAsync(ReadOnlyMemory<byte> bytes, bool isShared)
    {
        var isAccepted = Accept(bytes.Length, isShared);
        if (_isStaging && !bytes.IsEmpty)
        {
            await writer.WriteAsync(bytes).ConfigureAwait(false);
            Staged(bytes.Length);
        }

        if (!isAccepted)
        {
            await RevokeAsync(bytes.Length).ConfigureAwait(false);
        }
        else if (IsComplete(bytes.Length))
        {
            await CommitAsync().ConfigureAwait(false);
        }

        if (!_isOpen)
        {
            Watch?.Settled(result);
        }
    }

    /// <summary>Reads back what is staged; returns -1 when the store fails.</summary>
    public int Read(long offset, Span<byte> destination) => writer.Read(offset, destination);

    /// <summary>Sees to it that the body is not stored: its resource has changed since it was asked for.</summary>
    public void Outdate() => _isOutdated = true;

    /// <summary>Ends a body that will not be complete: what is staged is kept to be resumed, or is of no use.</summary>
    public async ValueTask EndAsync()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = _isStaging = false;
        result.SetNotStored(WhyOutdated ?? NotStoredReason.Incomplete);
        if (!_isOutdated && _staged == _length && Resumption?.HeadFor(_length) is { } part
            && !await IsOutdoneAsync(part).ConfigureAwait(false))
        {
            await CommitAsync(part).ConfigureAwait(false);
        }

        Watch?.Settled(result);
    }

    /// <summary>Lets go of what is staged, when nobody is to read it back any longer.</summary>
    public void Dispose()
    {
        if (!_isReleased)
        {
            _isReleased = true;
            _isStaging = false;
            writer.Dispose();
            Combination?.Dispose();
            Watch?.End(result);
        }
    }

    private NotStoredReason? WhyOutdated => _isOutdated ? NotStoredReason.Invalidated : null;

    private bool Accept(int count, bool isShared)
    {
        _length += count;
        if (_isOpen)
        {
            NotStoredReason? why = _length > maximumLength ? NotStoredReason.TooLarge
                : _length > declaredLength || (count == 0 && _length < declaredLength) ? NotStoredReason.Incomplete
                : WhyOutdated;
            if (why is not null)
            {
                _isOpen = false;
                result.SetNotStored(why.Value);
            }
        }

        _isStaging &= _isOpen || isShared;

        return _isOpen;
    }

    private bool IsComplete(int count) => declaredLength is null ? count == 0 : _length == declaredLength;

    // What was staged before a failure can still be read.
    private void Staged(int count)
    {
        if (writer.HasFailed)
        {
            _isStaging = false;
        }
        else
        {
            Volatile.Write(ref _staged, _staged + count);
        }
    }

    private async ValueTask CommitAsync()
    {
        _isOpen = _isStaging = false;
        if (Combination is not null)
        {
            await Combination.CopyAfterAsync(writer).ConfigureAwait(false);
        }

        var isOutdone = Part is not null && await IsOutdoneAsync(Part).ConfigureAwait(false);
        if (!isOutdone)
        {
            await CommitAsync(null).ConfigureAwait(false);
        }

        if (_committed is not null)
        {
            result.SetStored();
        }
        else if (_isOutdated || isOutdone)
        {
            result.SetNotStored(WhyOutdated ?? NotStoredReason.Part);
        }
        else
        {
            result.SetNotStored(writer.HasFailed ? NotStoredReason.StoreFailed : NotStoredReason.TooLarge);
            await OutdateSupersededAsync().ConfigureAwait(false);
        }
    }

    // Who outdates the body looks into the store after that, and this before: one of the two sees the other.
    private async ValueTask CommitAsync(StoredResponse? part)
    {
        _committed = _isOutdated ? null : await writer.CommitAsync(part).ConfigureAwait(false);
        if (_isOutdated && _committed is { } outdated)
        {
            _committed = null;
            await store.InvalidateAsync(outdated).ConfigureAwait(false);
        }
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
            await OutdateSupersededAsync().ConfigureAwait(false);
        }

        // A transport that delivers more than was declared has a body whose end nobody knows.
        if (count > 0 && _committed is { } committed)
        {
            _committed = null;
            result.SetNotStored(NotStoredReason.Incomplete);
            await store.InvalidateAsync(committed).ConfigureAwait(false);
        }
    }

    private async ValueTask OutdateSupersededAsync()
    {
        if (_superseded is { } outdated)
        {
            _superseded = null;
            await store.InvalidateAsync(outdated).ConfigureAwait(false);
        }
    }
}
