using CachingHandler.Storage;

namespace CachingHandler.Tool;

/// <summary>Compares what a cache holds with what it held at the last look.</summary>
/// <param name="reader">Reads the directory.</param>
/// <param name="timeProvider">The clock.</param>
/// <remarks>A file whose length and time are as they were is not opened again. Not safe for concurrent use.</remarks>
internal sealed class CacheChanges(DiskHttpCacheReader reader, TimeProvider timeProvider)
{
    private Dictionary<string, EntryRow> _known = new(StringComparer.Ordinal);

    /// <summary>Gets the number of entries at the last look.</summary>
    public int Entries => _known.Count;

    /// <summary>Gets how much of the disk they took, in bytes.</summary>
    public long Size => _known.Values.Sum(static row => row.Size);

    /// <summary>Looks, and returns what has changed; the first time everything is new.</summary>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="RefusalException">The directory cannot be read.</exception>
    public List<CacheChange> Look(CancellationToken cancellationToken)
    {
        var before = _known;
        _known = Read(before, cancellationToken);

        // Where a response goes, one of its variants may move to its file, so bodies are compared and not files.
        var gone = before.Values.ToDictionary(static row => row.BodyId);
        var added = new List<EntryRow>();
        var changes = new List<CacheChange>();
        var now = timeProvider.GetUtcNow();
        foreach (var row in _known.Values)
        {
            if (!gone.Remove(row.BodyId, out var old))
            {
                added.Add(row);
            }
            else if (old.Stored != row.Stored || old.IsOutdated != row.IsOutdated)
            {
                changes.Add(new(now, CacheChangeKind.Updated, row));
            }
            else if (old.LastUsed < row.LastUsed)
            {
                changes.Add(new(now, CacheChangeKind.Used, row));
            }
        }

        var removed = gone.Values.ToDictionary(static row => row.File.Path, StringComparer.Ordinal);
        foreach (var row in added)
        {
            changes.Add(new(now, removed.Remove(row.File.Path) ? CacheChangeKind.Replaced : CacheChangeKind.Added, row));
        }

        changes.AddRange(removed.Values.Select(row => new CacheChange(now, CacheChangeKind.Removed, row)));

        return changes;
    }

    private Dictionary<string, EntryRow> Read(Dictionary<string, EntryRow> before, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, EntryRow>(before.Count, StringComparer.Ordinal);
        var bodies = new HashSet<Guid>(before.Count);
        foreach (var file in new CacheWalk(reader, timeProvider).Files(cancellationToken))
        {
            var row = before.GetValueOrDefault(file.Path);
            if (row is null || row.File.LastWritten != file.LastWritten || row.File.Length != file.Length)
            {
                row = reader.Read(file, out var entry) == DiskHttpCacheFileState.Sound && !entry!.Response.Key.IsNote
                    ? new EntryRow(file, entry)
                    : null;
            }

            // One that moves while the directory is walked is met under both names.
            if (row is not null && bodies.Add(row.BodyId))
            {
                found[file.Path] = row;
            }
        }

        return found;
    }
}
