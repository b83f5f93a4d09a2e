namespace CachingHandler.Storage;

/// <summary>Which bytes of a representation a stored body holds, where it does not hold all (RFC 9111 §3.3, §3.4).</summary>
/// <remarks>Immutable and safe for concurrent use. The body holds the ranges one after the other, without gaps.</remarks>
public sealed class StoredPart
{
    private readonly ByteRange[] _ranges;

    /// <summary>Creates the description of a part.</summary>
    /// <param name="ranges">The ranges in the order of the representation, neither overlapping nor touching; at least one.</param>
    /// <param name="completeLength">The length of the whole representation, in bytes; null when it is not known.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ranges"/> is null.</exception>
    /// <exception cref="ArgumentException">The ranges are none, out of order, or beyond the complete length.</exception>
    public StoredPart(IEnumerable<ByteRange> ranges, long? completeLength)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        _ranges = [.. ranges];
        if (!AreInOrder(_ranges, completeLength))
        {
            throw new ArgumentException(
                "The ranges are none, out of order, or beyond the complete length; give them ascending and apart.", nameof(ranges));
        }

        CompleteLength = completeLength;
        Length = _ranges.Sum(static range => range.Length);
    }

    /// <summary>Gets the ranges in the order of the representation.</summary>
    public IReadOnlyList<ByteRange> Ranges => _ranges;

    /// <summary>Gets the length of the whole representation, in bytes.</summary>
    /// <value>Null when it is not known.</value>
    public long? CompleteLength { get; }

    /// <summary>Gets the number of bytes that are there.</summary>
    public long Length { get; }

    /// <summary>Gets what has to be asked for to have all of it: from the first byte that is missing to the last.</summary>
    /// <value>Null when the complete length is not known.</value>
    public ByteRange? Missing
    {
        get
        {
            if (CompleteLength is not { } length)
            {
                return null;
            }

            var first = _ranges[0].First > 0 ? 0 : _ranges[0].Last + 1;
            var last = _ranges[^1].Last < length - 1 ? length - 1 : _ranges[^1].First - 1;

            return new ByteRange(first, last);
        }
    }

    /// <summary>Returns where in the body a range begins, in bytes.</summary>
    /// <param name="wanted">The range, in bytes of the representation.</param>
    /// <returns>Null when not all of the range is there.</returns>
    public long? OffsetOf(ByteRange wanted)
    {
        var offset = 0L;
        foreach (var range in _ranges)
        {
            if (range.Contains(wanted))
            {
                return offset + wanted.First - range.First;
            }

            offset += range.Length;
        }

        return null;
    }

    /// <summary>Returns what is there together with one more range.</summary>
    /// <returns>Null when that is all of the representation.</returns>
    internal StoredPart? With(ByteRange added)
    {
        var ranges = new List<ByteRange>(_ranges.Length + 1);
        foreach (var range in _ranges)
        {
            if (range.Last < added.First - 1 || range.First > added.Last + 1)
            {
                ranges.Add(range);
            }
            else
            {
                added = new ByteRange(Math.Min(range.First, added.First), Math.Max(range.Last, added.Last));
            }
        }

        ranges.Add(added);
        ranges.Sort(static (left, right) => left.First.CompareTo(right.First));

        return added.Length == CompleteLength ? null : new StoredPart(ranges, CompleteLength);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null when the bytes are anything else.</summary>
    internal static StoredPart? Read(ref BlobReader item)
    {
        var length = item.Int64();
        long? completeLength = length < 0 ? null : length;
        var ranges = new List<ByteRange>(1);
        while (!item.AtEnd && !item.Failed)
        {
            ranges.Add(new ByteRange(item.Int64(), item.Int64()));
        }

        return !item.Failed && AreInOrder([.. ranges], completeLength) ? new StoredPart(ranges, completeLength) : null;
    }

    /// <summary>Writes the description as bytes.</summary>
    internal void Write(BlobWriter item)
    {
        item.Int64(CompleteLength ?? -1);
        foreach (var (first, last) in _ranges)
        {
            item.Int64(first);
            item.Int64(last);
        }
    }

    private static bool AreInOrder(ReadOnlySpan<ByteRange> ranges, long? completeLength)
    {
        // Touching ranges are one; the first may begin at zero.
        var next = -1L;
        foreach (var (first, last) in ranges)
        {
            if (first <= next || last < first || last == long.MaxValue)
            {
                return false;
            }

            next = last + 1;
        }

        return ranges.Length > 0 && !(next > completeLength) && (ranges.Length > 1 || ranges[0].Length != completeLength);
    }
}
