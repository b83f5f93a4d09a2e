using System.Runtime.CompilerServices;
using CachingHandler.Diagnostics;

namespace CachingHandler.Storage;

public sealed partial class DiskHttpCacheStore
{
    /// <inheritdoc/>
    string IMeasuredStore.Kind => "disk";

    /// <inheritdoc/>
    StoreMeasure? IMeasuredStore.Measure() =>
        _budget.Totals is { } known ? new StoreMeasure(known.Entries, known.Blocks * DiskTrim.BlockSize) : null;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StoredResponse> EnumerateAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        foreach (var path in EntryWalk.Entries(_paths.Root))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_entries.ReadAny(path) is { } response)
            {
                yield return response;
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask ClearAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        foreach (var path in EntryWalk.Entries(_paths.Root))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _removal.DeleteAlone(path);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Reads every head from the disk. The last use that another process made is known a few minutes later.</remarks>
    public override async IAsyncEnumerable<HttpCacheEntry> EnumerateEntriesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        foreach (var (path, written, length) in EntryWalk.Files(
            _paths.Root, static (ref entry) => (entry.ToFullPath(), entry.LastWriteTimeUtc, entry.Length)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (EntryId.TryParse(path, out var id) && _entries.ReadAny(path) is { Key.IsNote: false } response)
            {
                var lastUsed = Index.Find(id) is { } known ? new DateTimeOffset(known.LastUsed, TimeSpan.Zero) : written;

                yield return new HttpCacheEntry(response, DiskTrim.InBlocks(length), lastUsed);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Walks the directory until this process has had reason to look through it; then what it knows is told, in which the latest
    /// changes of other processes may be missing.
    /// </remarks>
    public override async ValueTask<HttpCacheStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        if (_budget.IsScanned)
        {
            return new HttpCacheStatistics(Index.Count, Index.Blocks * DiskTrim.BlockSize, MaximumSize);
        }

        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var (entries, size) = (0L, 0L);
        foreach (var (isEntry, length) in EntryWalk.Files(
            _paths.Root, static (ref entry) => (!EntryNames.IsTemporary(entry.FileName), entry.Length)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            entries += isEntry ? 1 : 0;
            size += isEntry ? DiskTrim.InBlocks(length) : 0;
        }

        return new HttpCacheStatistics(entries, size, MaximumSize);
    }

    /// <summary>Takes no new entries for a while, because the medium refused one; makes room where it is full.</summary>
    internal void Refused(Exception cause)
    {
        _gate.Close();
        if (MediumFault.IsFull(cause))
        {
            Trim.MakeRoom();
        }
    }
}
