using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>Gives new entries their names and old ones new heads.</summary>
/// <param name="paths">Where the files lie.</param>
/// <param name="locks">Held meanwhile.</param>
/// <param name="entries">Opens them.</param>
/// <param name="removal">Deletes them.</param>
/// <param name="index">Is told what has changed.</param>
/// <param name="maximumVariants">How many variants a key may have.</param>
/// <param name="maximumSize">How much of the disk the store may take, in bytes.</param>
/// <param name="durable">Whether a file reaches the medium for good before it gets its name.</param>
internal sealed class EntryChanges(
    EntryPaths paths,
    KeyLocks locks,
    DiskEntries entries,
    EntryRemoval removal,
    DiskIndex index,
    int maximumVariants,
    long maximumSize,
    bool durable)
{
    private const int CopyLength = 128 * 1024;

    /// <summary>Begins a new file.</summary>
    /// <param name="head">The head it will have; its length may still change.</param>
    /// <param name="bodyLength">The length the body will have at least, in bytes.</param>
    /// <returns>The file, to be disposed by the caller; null when it would be larger than the store, or the head than any slot.</returns>
    public StagedEntry? Stage(StoredResponse head, long bodyLength)
    {
        var slotSize = HeadSlot.SizeFor(Bytes(head).WrittenCount);
        if (slotSize > HeadSlot.MaximumSize
            || bodyLength > maximumSize
            || DiskTrim.InBlocks(EntryHeader.BodyOffsetOf((int)slotSize) + bodyLength) > maximumSize)
        {
            return null;
        }

        return new StagedEntry(paths, paths.Of(head.Key), (int)slotSize);
    }

    /// <summary>Makes a new file visible in the place of what it supersedes.</summary>
    /// <returns>False when the head has grown larger than the slot that was made for it.</returns>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public bool TryPublish(StagedEntry staged, StoredResponse stored)
    {
        if (!staged.TrySeal(Bytes(stored).WrittenSpan, durable))
        {
            return false;
        }

        var place = paths.Of(stored.Key);
        lock (locks.Of(place.Hash))
        {
            var path = Name(staged.Path, place, stored);
            staged.Keep();
            index.Put(path, staged.FileLength, stored.Key.IsNote);
        }

        return true;
    }

    /// <summary>Replaces the head of an entry and leaves its body alone.</summary>
    /// <returns>False when the entry is gone or has a new body, or the new head is too large to be stored.</returns>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public bool TryUpdateHead(StoredResponse current, StoredResponse updated)
    {
        var place = paths.Of(current.Key);
        lock (locks.Of(place.Hash))
        {
            using var file = entries.Open(place, current, FileAccess.ReadWrite);
            if (file is null)
            {
                return false;
            }

            var isSameVariant = updated.IsSameVariantAs(file.Response);
            var next = updated.WithBodyLength(file.Header.BodyLength);
            if (!file.TryWriteHead(Bytes(next).WrittenSpan))
            {
                return TryRewrite(file, place, next);
            }

            var path = isSameVariant ? file.Path : Name(file.Path, place, next);
            if (string.Equals(path, file.Path, StringComparison.Ordinal))
            {
                index.Use(path, file.Header.FileLength, next.Key.IsNote);
            }
            else
            {
                index.Remove(file.Path);
                index.Put(path, file.Header.FileLength, next.Key.IsNote);
            }

            return true;
        }
    }

    private static ArrayBufferWriter<byte> Bytes(StoredResponse head)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        StoredResponseFormat.Write(head, bytes);

        return bytes;
    }

    private bool TryRewrite(EntryFile file, EntryPlace place, StoredResponse next)
    {
        using var staged = Stage(next, next.BodyLength);
        if (staged is null)
        {
            return false;
        }

        Copy(file, staged);
        if (staged.Checksum != file.Header.BodyChecksum || staged.Length != file.Header.BodyLength)
        {
            // A new checksum would make the damage look sound.
            entries.RemoveDamaged(file.Response);
            return false;
        }

        // The old file goes first, so that the new one finds its place as if it were the first to come.
        removal.DeleteEntry(file.Path);

        return TryPublish(staged, next);
    }

    private static void Copy(EntryFile file, StagedEntry staged)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyLength);
        try
        {
            for (int count; (count = file.ReadBody(staged.Length, buffer)) > 0;)
            {
                staged.Append(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Gives a file its name, which it returns, and takes away what it supersedes. A crash on the way leaves a miss, or two responses of which the
    // later received counts.
    private string Name(string source, EntryPlace place, StoredResponse response)
    {
        var variant = place.VariantOf(response);
        if (variant is null)
        {
            MoveTo(place.Plain, source);
            removal.DeleteVariants(place);

            return place.Plain;
        }

        if (IsFree(source, place, response))
        {
            var hasVariants = Directory.Exists(place.Variants);
            if (hasVariants)
            {
                EntryHeader.MarkVariants(source);
            }

            MoveTo(place.Plain, source);
            if (hasVariants)
            {
                removal.DeleteEntry(variant);
            }

            return place.Plain;
        }

        try
        {
            // Whoever meets the mark too early looks in vain.
            EntryHeader.MarkVariants(place.Plain);
        }
        catch (FileNotFoundException)
        {
            // Another process has removed it just now.
            MoveTo(place.Plain, source);

            return place.Plain;
        }

        MoveToVariants(place, variant, source);
        DropOldestVariants(place, variant);

        return variant;
    }

    // The plain name is for the first response of a key; for another only what supersedes it.
    private bool IsFree(string source, EntryPlace place, StoredResponse response) =>
        string.Equals(source, place.Plain, StringComparison.Ordinal)
        || entries.First(place, response.Key) is not { SelectingFields.Count: > 0 } first
        || first.IsSameVariantAs(response);

    private static void MoveTo(string target, string source)
    {
        if (!string.Equals(target, source, StringComparison.Ordinal))
        {
            File.Move(source, target, overwrite: true);
        }
    }

    private static void MoveToVariants(EntryPlace place, string target, string source)
    {
        OwnerOnly.CreateDirectory(place.Variants);
        try
        {
            MoveTo(target, source);
        }
        catch (IOException) when (!Directory.Exists(place.Variants))
        {
            // Another process removed it, having emptied it, just now.
            OwnerOnly.CreateDirectory(place.Variants);
            MoveTo(target, source);
        }
    }

    private void DropOldestVariants(EntryPlace place, string newest)
    {
        var variants = EntryWalk.Variants(place.Variants).Append(place.Plain).Where(File.Exists).ToList();
        if (variants.Count <= maximumVariants)
        {
            return;
        }

        var oldest = variants
            .Where(path => !string.Equals(path, newest, StringComparison.Ordinal))
            .OrderBy(path => entries.ReadAny(path)?.ResponseTime ?? DateTimeOffset.MinValue)
            .Take(variants.Count - maximumVariants);
        foreach (var path in oldest)
        {
            removal.DeleteEntry(path);
        }
    }
}
