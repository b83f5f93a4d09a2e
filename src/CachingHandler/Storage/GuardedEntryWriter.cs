using System.Diagnostics.CodeAnalysis;

namespace CachingHandler.Storage;

/// <summary>Stages a body until the store fails, and from then on takes the bytes and does nothing.</summary>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A store may throw anything; this is where it ends.")]
internal sealed class GuardedEntryWriter(HttpCacheEntryWriter writer, GuardedStore store) : IDisposable
{
    /// <summary>Gets a value indicating whether the store has failed, and nothing will be committed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Stages more bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (HasFailed)
        {
            return;
        }

        try
        {
            writer.Write(bytes);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Stages more bytes without blocking the caller where the medium is slow.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (HasFailed)
        {
            return;
        }

        try
        {
            // The bytes have been received; that their reader leaves is no reason to lose them.
            await writer.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Makes the response visible.</summary>
    /// <returns>The head as stored; null when the store let it go or failed.</returns>
    public async ValueTask<StoredResponse?> CommitAsync()
    {
        if (HasFailed)
        {
            return null;
        }

        try
        {
            return await writer.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);

            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            writer.Dispose();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        HasFailed = true;
        store.Failed("write", exception);
    }
}
