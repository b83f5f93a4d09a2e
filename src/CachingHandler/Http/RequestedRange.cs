using System.Runtime.InteropServices;
using CachingHandler.Storage;

namespace CachingHandler.Http;

/// <summary>The one range of bytes that a request asks for with <c>Range</c> (RFC 9110 §14.1.2).</summary>
/// <remarks>A field that is malformed, names another unit, or asks for several ranges is none: a server may ignore it (§14.2).</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RequestedRange
{
    private const string Unit = "bytes=";

    private RequestedRange(long first, long last, long? suffixLength)
    {
        First = first;
        Last = last;
        SuffixLength = suffixLength;
    }

    /// <summary>Gets the offset of the first byte.</summary>
    private long First { get; }

    /// <summary>Gets the offset of the last byte; the greatest number there is when it is left open.</summary>
    private long Last { get; }

    /// <summary>Gets how many bytes of the end are asked for; null when the range is told by its offsets.</summary>
    private long? SuffixLength { get; }

    /// <summary>Reads the value of a <c>Range</c> field; null when it does not ask for exactly one range of bytes.</summary>
    public static RequestedRange? Parse(ReadOnlySpan<char> value)
    {
        value = value.Trim(" \t");
        if (!value.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var range = value[Unit.Length..].Trim(" \t");
        var dash = range.IndexOf('-');
        if (dash < 0)
        {
            return null;
        }

        var (first, last) = (Offset(range[..dash]), Offset(range[(dash + 1)..]));
        var isOpen = dash == range.Length - 1;

        return (first, last) switch
        {
            (null, { } length) when dash == 0 => new RequestedRange(0, 0, length),
            ({ } from, null) when isOpen => new RequestedRange(from, long.MaxValue, null),
            ({ } from, { } to) when from <= to => new RequestedRange(from, to, null),
            _ => null,
        };
    }

    /// <summary>Returns the bytes meant, of a representation whose length is known.</summary>
    /// <returns>Null when the representation has none of them (§14.1.2: not satisfiable).</returns>
    public ByteRange? Of(long completeLength)
    {
        var first = SuffixLength is { } suffix ? Math.Max(0, completeLength - suffix) : First;

        return first < completeLength
            ? new ByteRange(first, SuffixLength is null ? Math.Min(Last, completeLength - 1) : completeLength - 1)
            : null;
    }

    /// <summary>Returns the bytes meant, of a representation whose length is not known; null when that takes the length.</summary>
    public ByteRange? OfUnknownLength() => SuffixLength is null && Last < long.MaxValue ? new ByteRange(First, Last) : null;

    // A number that fits nothing is as good as the greatest.
    private static long? Offset(ReadOnlySpan<char> digits)
    {
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        return long.TryParse(digits, System.Globalization.NumberStyles.None, null, out var offset) ? offset : long.MaxValue;
    }
}
