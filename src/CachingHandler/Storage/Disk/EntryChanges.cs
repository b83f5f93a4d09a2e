using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>Gives new entries their names and old ones new heads.</summary>
/// <param name="paths">Where the files lie.</param>
/// <param name="entries">Opens them.</param>
/// <param name="maximumVariants">How many variants a key may have.</param>
/// <param name="maximumSize">How much of the disk the store may take, in bytes.</param>
/// <param name="durable">Whether a file reaches the medium for good before it gets its name.</param>
internal sealed class EntryChanges(
    EntryPaths paths, DiskEntries entries, int maximumVariants, long maximumSize, bool durable)
{
    private const int CopyLength = 128 * 1024;

    /// <summary>Begins a new file.</summary>
    /// <param name="head">The head it will have; its length may still change.</param>
    /// <param name="bodyLength">The length the body will have at least, in bytes.</param>
    /// <returns>The file, to be disposed by the caller; null when it would be larger than the store, or the head than any slot.</returns>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public StagedEntry? Stage(StoredResponse head, long bodyLength)
    {
        var slotSize = HeadSlot.SizeFor(Bytes(head).WrittenCount);
        if (slotSize > HeadSlot.MaximumSize
            || bodyLength > maximumSize
            || DiskTrim.InBlocks(EntryHeader.BodyOffsetOf((int)slotSize) + bodyLength) > maximumSize)
        {
            return null;
        }

        return StagedEntry.Create(paths, paths.Of(head.Key), (int)slotSize);
    }

    /// <summary>Makes a new file visible in the place of what it supersedes.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public void Publish(StagedEntry staged, StoredResponse stored)
    {
        staged.Seal(Bytes(stored).WrittenSpan, durable);
        var place = paths.Of(stored.Key);
        lock (entries.StripeOf(place))
        {
            Rename(staged.Path, place, stored);
            staged.Keep();
        }
    }

    /// <summary>Replaces the head of an entry and leaves its body alone.</summary>
    /// <returns>False when the entry is gone or has a new body, or the new head is too large to be stored.</returns>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public bool TryUpdateHead(StoredResponse current, StoredResponse updated)
    {
        var place = paths.Of(current.Key);
        var path = place.FileOf(current);
        lock (entries.StripeOf(place))
        {
            using var file = entries.Open(place, path, current.Key, FileAccess.ReadWrite);
            if (file?.Response.BodyId != current.BodyId)
            {
                return false;
            }

            var next = updated.WithBodyLength(file.Header.BodyLength);
            if (!file.TryWriteHead(Bytes(next).WrittenSpan))
            {
                return TryRewrite(file, path, place, next);
            }

            if (!string.Equals(place.FileOf(next), path, StringComparison.Ordinal))
            {
                Rename(path, place, next);
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

    private bool TryRewrite(EntryFile file, string path, EntryPlace place, StoredResponse next)
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

        Publish(staged, next);
        if (!string.Equals(place.FileOf(next), path, StringComparison.Ordinal))
        {
            EntryRemoval.DeleteEntry(path);
        }

        return true;
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

    private void Rename(string source, EntryPlace place, StoredResponse response)
    {
        if (response.SelectingFields.Count == 0)
        {
            File.Move(source, place.Plain, overwrite: true);
            EntryRemoval.DeleteVariants(place);
            return;
        }

        if (!string.Equals(source, place.Plain, StringComparison.Ordinal))
        {
            // Before the new one appears: a crash in between is a miss, not the response that was superseded.
            EntryRemoval.Delete(place.Plain);
        }

        var target = place.FileOf(response);
        OwnerOnly.CreateDirectory(place.Variants);
        try
        {
            File.Move(source, target, overwrite: true);
        }
        catch (IOException) when (!Directory.Exists(place.Variants))
        {
            // Another process removed it, having emptied it, just now.
            OwnerOnly.CreateDirectory(place.Variants);
            File.Move(source, target, overwrite: true);
        }

        DropOldestVariants(place, target);
    }

    private void DropOldestVariants(EntryPlace place, string newest)
    {
        var variants = EntryWalk.Variants(place);
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
            EntryRemoval.Delete(path);
        }
    }
}
