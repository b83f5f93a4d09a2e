using System.Runtime.CompilerServices;

namespace CachingHandler.Storage;

public sealed partial class LiteDbHttpCacheStore
{
    private const int EnumeratedAtOnce = 64;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StoredResponse> EnumerateAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var entry in AllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return entry.Response;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Reads every head from the database.</remarks>
    public override async IAsyncEnumerable<HttpCacheEntry> EnumerateEntriesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var entry in AllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!entry.Response.Key.IsNote)
            {
                yield return entry;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// What the entries take within the database is an estimate; what its file takes beyond that is room for new ones.
    /// </remarks>
    public override async ValueTask<HttpCacheStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
    {
        var totals = await AskAsync(static entries => entries.Totals, default, cancellationToken).ConfigureAwait(false);

        return new HttpCacheStatistics(totals.Entries, totals.Size, MaximumSize);
    }

    // In pieces, so that other calls do not wait for all of it.
    private async IAsyncEnumerable<HttpCacheEntry> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (byte[]? from = []; from is not null;)
        {
            var after = from;
            var (entries, last) = await AskAsync<(List<HttpCacheEntry>, byte[]?)>(
                entries => (entries.After(after, EnumeratedAtOnce, out var last), last), ([], null), cancellationToken).ConfigureAwait(false);
            foreach (var entry in entries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return entry;
            }

            from = last;
        }
    }
}
