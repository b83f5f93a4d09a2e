using System.Globalization;
using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>Asks for the rest of a body that broke off while several read it, and takes in the answer.</summary>
internal static class BrokenBody
{
    /// <summary>Returns the fields that ask for what comes after the beginning of a body that broke off, if it is still the same.</summary>
    /// <param name="stored">The response; has a strong validator.</param>
    /// <param name="position">The number of bytes that have arrived.</param>
    /// <remarks>Without a length the bytes may be others than the origin counts, so that all are asked for, to be counted again.</remarks>
    public static IReadOnlyList<KeyValuePair<string, string>> RestAfter(StoredResponse stored, long position)
    {
        return position == 0 || PartialContent.LengthOf(stored.Fields) is null
            ? Validation.Unconditional
            :
            [
                .. Validation.Unconditional,
                new(HeaderNames.Range, string.Create(CultureInfo.InvariantCulture, $"bytes={position}-")),
                new(HeaderNames.IfRange, StrongValidator.Of(stored.Head)!),
            ];
    }

    /// <summary>Returns how many bytes an answer repeats of a body that broke off (RFC 9110 §14.5); null when it is of another body.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="stored">The response whose body broke off.</param>
    /// <param name="position">The number of bytes that had arrived.</param>
    public static long? KnownIn(ResponseHead response, StoredResponse stored, long position) => response.StatusCode switch
    {
        206 when PartialContent.RangeOf(response) is { } range && range.Bytes.First == position && range.Bytes.Last + 1 == range.CompleteLength
            && range.CompleteLength == PartialContent.LengthOf(stored.Fields) && PartialContent.IsOfSame(response, stored.Head) => 0,
        200 when StrongValidator.Of(stored.Head) is { } validator
            && string.Equals(validator, StrongValidator.Of(response), StringComparison.Ordinal)
            && PartialContent.LengthOf(response.Fields) == PartialContent.LengthOf(stored.Fields) => position,
        _ => null,
    };
}
