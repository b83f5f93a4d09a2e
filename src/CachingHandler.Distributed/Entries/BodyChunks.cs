using Microsoft.Extensions.Caching.Distributed;

namespace CachingHandler.Storage;

/// <summary>Bodies that are too large to lie beside their heads, each in chunks under its own id, which are never changed.</summary>
/// <param name="medium">The distributed cache.</param>
/// <param name="names">The names of chunks.</param>
/// <param name="envelope">What is round each.</param>
/// <param name="maximumBodySize">The largest body to read, in bytes: a head could claim any length.</param>
/// <param name="lifetime">How long chunks stay.</param>
/// <param name="metrics">Counts damage.</param>
internal sealed class BodyChunks(
    MediumCalls medium, EntryNames names, Envelope envelope, long maximumBodySize, TimeSpan lifetime, DistributedMetrics metrics)
{
    /// <summary>The length of a chunk but for the last, in bytes.</summary>
    /// <remarks>
    /// What comes within a second in 2 Mbit/s, and fits the limit of those media that have one. A body of this length is one call.
    /// </remarks>
    public const int ChunkLength = 256 * 1024;

    // More at once would only wait in the client's queue, and run into the limit of time there.
    private const int AtOnce = 8;

    private readonly DistributedCacheEntryOptions _lifetime = new() { AbsoluteExpirationRelativeToNow = lifetime };

    /// <summary>Writes a body.</summary>
    /// <returns>False when not all of it is known to be written.</returns>
    public async ValueTask<bool> WriteAsync(string generation, Guid bodyId, ReadOnlyMemory<byte> body)
    {
        var first = names.BodyOf(generation, bodyId);

        return await ForEachAsync(body.Length, WriteOneAsync).ConfigureAwait(false);

        async Task<bool> WriteOneAsync(int number, int offset, int length)
        {
            var name = first + number;

            return await medium.SetAsync(name, envelope.Seal(name, body.Span.Slice(offset, length)), _lifetime).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a body whole, so that nothing which happens to the medium breaks it off for its reader.</summary>
    /// <returns>Null when any of it is gone, damaged, or not to be had.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string generation, StoredResponse response, CancellationToken cancellationToken)
    {
        if (response.BodyLength > maximumBodySize)
        {
            return null;
        }

        var first = names.BodyOf(generation, response.BodyId);
        if (response.BodyLength <= ChunkLength)
        {
            return await ReadOneAsync(first + 0, (int)response.BodyLength, cancellationToken).ConfigureAwait(false);
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)response.BodyLength);

        return await ForEachAsync(bytes.Length, CopyOneAsync).ConfigureAwait(false) ? bytes : default(ReadOnlyMemory<byte>?);

        async Task<bool> CopyOneAsync(int number, int offset, int length)
        {
            if (medium.HasBuffers && envelope.IsPlain)
            {
                return await ReadIntoAsync(first + number, bytes.AsMemory(offset, length), cancellationToken).ConfigureAwait(false);
            }

            var chunk = await ReadOneAsync(first + number, length, cancellationToken).ConfigureAwait(false);
            chunk?.CopyTo(bytes.AsMemory(offset));

            return chunk is not null;
        }
    }

    /// <summary>Removes bodies, as far as the medium does what it is told; what stays goes in time.</summary>
    public async ValueTask RemoveAsync(string generation, IEnumerable<StoredResponse> responses)
    {
        foreach (var response in responses)
        {
            var first = names.BodyOf(generation, response.BodyId);
            await ForEachAsync(
                (int)Math.Min(response.BodyLength, maximumBodySize),
                (number, _, _) => medium.RemoveAsync(first + number).AsTask()).ConfigureAwait(false);
        }
    }

    // Ends early where one comes to nothing, with those that are under way.
    private static async ValueTask<bool> ForEachAsync(int length, Func<int, int, int, Task<bool>> visit)
    {
        var count = (int)(((long)length + ChunkLength - 1) / ChunkLength);
        for (var number = 0; number < count; number += AtOnce)
        {
            var all = await Task.WhenAll(Enumerable.Range(number, Math.Min(AtOnce, count - number))
                .Select(each => visit(each, each * ChunkLength, Math.Min(ChunkLength, length - (each * ChunkLength))))).ConfigureAwait(false);
            if (Array.Exists(all, static isDone => !isDone))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> ReadIntoAsync(string name, Memory<byte> target, CancellationToken cancellationToken)
    {
        var buffer = new ChunkBuffer(Envelope.FrontLength, target);
        if (!await medium.TryGetAsync(name, buffer, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        if (buffer.IsFull && Envelope.IsWhole(name, buffer.Front.Span, target.Span))
        {
            return true;
        }

        metrics.DamagedEntryFound();

        return false;
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadOneAsync(string name, int length, CancellationToken cancellationToken)
    {
        var value = await medium.GetAsync(
            name, length + Envelope.MostOverhead, cancellationToken).ConfigureAwait(false);
        if (value.Bytes is not { } bytes)
        {
            return null;
        }

        if (envelope.TryOpen(name, bytes, out var content) && content.Value.Length == length)
        {
            return content;
        }

        metrics.DamagedEntryFound();

        return null;
    }
}
