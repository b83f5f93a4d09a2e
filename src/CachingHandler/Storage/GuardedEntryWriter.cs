using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace CachingHandler.Storage;

/// <summary>Stages a body until the store fails, and from then on takes the bytes and does nothing.</summary>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A store may throw anything; this is where it ends.")]
internal sealed class GuardedEntryWriter(HttpCacheEntryWriter writer, GuardedStore store) : IDisposable
{
    private const int CopyLength = 128 * 1024;

    private int _hasReadFailed;

    /// <summary>Gets a value indicating whether the store has failed, and nothing will be committed.</summary>
    public bool HasFailed { get; private set; }

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

    /// <summary>Reads back bytes that are staged, those before a failure to stage more among them; -1 when the store fails.</summary>
    /// <remarks>Safe to call from any number of threads beside the other members, disposal excepted. A failure is reported once.</remarks>
    public int Read(long offset, Span<byte> destination)
    {
        try
        {
            return writer.Read(offset, destination);
        }
        catch (Exception exception)
        {
            if (Interlocked.Exchange(ref _hasReadFailed, 1) == 0)
            {
                store.Failed("read", exception);
            }

            return -1;
        }
    }

    /// <summary>Stages bytes of a body that is stored already.</summary>
    /// <param name="body">The body.</param>
    /// <param name="offset">Where they begin in it, in bytes.</param>
    /// <param name="length">How many they are.</param>
    public async ValueTask CopyAsync(StoredBody body, long offset, long length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(CopyLength, length));
        try
        {
            while (length > 0 && !HasFailed)
            {
                var wanted = buffer.AsMemory(0, (int)Math.Min(buffer.Length, length));
                var count = await body.ReadAsync(offset, wanted, CancellationToken.None).ConfigureAwait(false);
                HasFailed |= count == 0;
                offset += count;
                length -= count;
                await WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The guarded body has reported it.
            HasFailed = true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Makes the response visible.</summary>
    /// <param name="head">The head to store in place of the one that was announced; null stores that.</param>
    /// <returns>The head as stored; null when the store let it go or failed.</returns>
    public async ValueTask<StoredResponse?> CommitAsync(StoredResponse? head = null)
    {
        if (HasFailed)
        {
            return null;
        }

        try
        {
            return await writer.CommitAsync(head, CancellationToken.None).ConfigureAwait(false);
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
