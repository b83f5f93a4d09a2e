using System.Globalization;
using System.Runtime.InteropServices;
using CachingHandler.Storage;

namespace CachingHandler.Http;

/// <summary>Which bytes a partial response holds, and of how many (RFC 9110 §14.4).</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="CompleteLength">The length of the whole representation, in bytes; null when the origin does not know it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContentRange(ByteRange Bytes, long? CompleteLength)
{
    private const string Unit = "bytes ";

    /// <summary>Reads the value of a <c>Content-Range</c> field; null when it names no bytes, or impossible ones.</summary>
    public static ContentRange? Parse(ReadOnlySpan<char> value)
    {
        value = value.Trim(" \t");
        if (!value.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        value = value[Unit.Length..];
        var dash = value.IndexOf('-');
        var slash = value.IndexOf('/');
        if (dash < 0 || slash < dash)
        {
            return null;
        }

        var completeLength = Number(value[(slash + 1)..]);
        if (completeLength is null && value[(slash + 1)..] is not "*")
        {
            return null;
        }

        return Number(value[..dash]) is { } first && Number(value[(dash + 1)..slash]) is { } last
            && first <= last && last < (completeLength ?? long.MaxValue)
                ? new ContentRange(new ByteRange(first, last), completeLength)
                : null;
    }

    private static long? Number(ReadOnlySpan<char> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
