using CachingHandler.Storage;

namespace CachingHandler.Body;

/// <summary>Stored bytes that are to lie before and after new ones in one body (RFC 9111 §3.4). Owns the stored body.</summary>
/// <param name="stored">The stored part's body.</param>
/// <param name="part">What it holds.</param>
/// <param name="added">The new bytes; they count where both have some.</param>
internal sealed class Combination(StoredBody stored, StoredPart part, ByteRange added) : IDisposable
{
    /// <summary>Stages what lies before the new bytes; where it cannot be read, the writer has failed.</summary>
    public ValueTask CopyBeforeAsync(GuardedEntryWriter writer) =>
        CopyAsync(part.Ranges.Select(range => range with { Last = Math.Min(range.Last, added.First - 1) }), writer);

    /// <summary>Stages what lies after the new bytes; where it cannot be read, the writer has failed.</summary>
    public ValueTask CopyAfterAsync(GuardedEntryWriter writer) =>
        CopyAsync(part.Ranges.Select(range => range with { First = Math.Max(range.First, added.Last + 1) }), writer);

    /// <inheritdoc/>
    public void Dispose() => stored.Dispose();

    private async ValueTask CopyAsync(IEnumerable<ByteRange> ranges, GuardedEntryWriter writer)
    {
        foreach (var range in ranges.Where(static range => range.Length > 0))
        {
            await writer.CopyAsync(stored, part.OffsetOf(range)!.Value, range.Length).ConfigureAwait(false);
        }
    }
}
