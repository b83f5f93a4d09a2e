using System.Runtime.InteropServices;

namespace CachingHandler.Http;

/// <summary>One member of <c>Accept</c> or of one of its like: what is acceptable, and how much so (RFC 9110 §12.4.2, §12.5).</summary>
/// <param name="Index">Its place among the members.</param>
/// <param name="Start">Where it begins in the field's value.</param>
/// <param name="Length">How long it is without its weight.</param>
/// <param name="Weight">Its weight in thousandths.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Preference(int Index, int Start, int Length, int Weight)
{
    private const int FullWeight = 1000;
    private const int Decimals = 3;
    private const string Whitespace = " \t";

    /// <summary>Reads a member that has no quotes.</summary>
    /// <param name="value">The field's value.</param>
    /// <param name="member">Where the member stands in it.</param>
    /// <param name="index">Its place among the members.</param>
    /// <param name="isMediaRange">Whether it is a media range, which can have parameters, or else a token.</param>
    /// <param name="preference">The member.</param>
    /// <returns>False when it is not as RFC 9110 has it.</returns>
    public static bool TryRead(
        ReadOnlySpan<char> value, Range member, int index, bool isMediaRange, out Preference preference)
    {
        var (start, length) = member.GetOffsetAndLength(value.Length);
        var text = value.Slice(start, length);
        var semicolon = text.LastIndexOf(';');
        var weight = semicolon < 0 ? null : ReadWeight(text[(semicolon + 1)..].TrimStart(Whitespace));
        if (weight is not null)
        {
            text = text[..semicolon].TrimEnd(Whitespace);
        }

        preference = new Preference(index, start, text.Length, weight ?? FullWeight);

        return isMediaRange ? IsMediaRange(text) : Token.Is(text);
    }

    /// <summary>Writes the member in the one spelling of its kind and returns the number of characters; never more than it has.</summary>
    public int Write(ReadOnlySpan<char> value, Span<char> buffer)
    {
        var length = 0;
        foreach (var range in value.Slice(Start, Length).Split(';'))
        {
            var part = value.Slice(Start, Length)[range].Trim(Whitespace);
            if (length > 0)
            {
                buffer[length++] = ';';
            }

            // Of a parameter, only the name is known to have no case (RFC 9110 §5.6.6).
            var equals = part.IndexOf('=');
            var caseless = equals < 0 ? part : part[..equals];
            caseless.ToLowerInvariant(buffer[length..]);
            part[caseless.Length..].CopyTo(buffer[(length + caseless.Length)..]);
            length += part.Length;
        }

        return length + WriteWeight(buffer[length..]);
    }

    private int WriteWeight(Span<char> buffer)
    {
        if (Weight == FullWeight)
        {
            return 0;
        }

        ";q=0".CopyTo(buffer);
        var length = ";q=0".Length;
        for (int rest = Weight, unit = FullWeight / 10; rest > 0; rest %= unit, unit /= 10)
        {
            if (unit == FullWeight / 10)
            {
                buffer[length++] = '.';
            }

            buffer[length++] = (char)('0' + (rest / unit));
        }

        return length;
    }

    // Null for what is no weight, or one that is malformed (RFC 9110 §12.4.2).
    private static int? ReadWeight(ReadOnlySpan<char> text)
    {
        if (text is not ['q' or 'Q', '=', '0' or '1', .. var fraction])
        {
            return null;
        }

        var weight = text[2] == '1' ? FullWeight : 0;
        if (fraction.IsEmpty)
        {
            return weight;
        }

        if (fraction[0] != '.' || fraction.Length > 1 + Decimals || fraction[1..].ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var unit = FullWeight;
        foreach (var digit in fraction[1..])
        {
            unit /= 10;
            weight += (digit - '0') * unit;
        }

        return weight <= FullWeight ? weight : null;
    }

    private static bool IsMediaRange(ReadOnlySpan<char> text)
    {
        var semicolon = text.IndexOf(';');
        var range = (semicolon < 0 ? text : text[..semicolon]).TrimEnd(Whitespace);
        var slash = range.IndexOf('/');
        if (slash < 0 || !Token.Is(range[..slash]) || !Token.Is(range[(slash + 1)..]))
        {
            return false;
        }

        while (semicolon >= 0)
        {
            text = text[(semicolon + 1)..];
            semicolon = text.IndexOf(';');
            if (!IsParameter((semicolon < 0 ? text : text[..semicolon]).Trim(Whitespace)))
            {
                return false;
            }
        }

        return true;
    }

    // A weight is none: it stands at the end, has been read, and here would be a second one.
    private static bool IsParameter(ReadOnlySpan<char> text) =>
        text.IndexOf('=') is > 0 and var equals && Token.Is(text[..equals]) && Token.Is(text[(equals + 1)..])
        && text is not ['q' or 'Q', '=', ..];
}
