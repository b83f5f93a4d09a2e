using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace CachingHandler.Http;

/// <summary>Reads the single values that structured fields are made of (RFC 9651 §4.2.3.1).</summary>
internal static class BareItem
{
    private const int IntegerDigits = 15;
    private const int DecimalDigits = 12;
    private const int FractionDigits = 3;

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~:/0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> Base64Characters = SearchValues.Create(
        "+/0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Reads the value at the beginning of a text.</summary>
    /// <param name="text">The text; left without the value, or anywhere in it when it cannot be read.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when no value begins there.</returns>
    public static bool TryRead(ref ReadOnlySpan<char> text, out StructuredValue value)
    {
        value = default;

        return text switch
        {
            ['-' or (>= '0' and <= '9'), ..] => TryReadNumber(ref text, out value),
            ['"', ..] => TryReadString(ref text, out value),
            ['*' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..] => TryReadToken(ref text, out value),
            [':', ..] => TryReadByteSequence(ref text, out value),
            ['?', ..] => TryReadBoolean(ref text, out value),
            ['@', ..] => TryReadDate(ref text, out value),
            ['%', ..] => TryReadDisplayString(ref text, out value),
            _ => false,
        };
    }

    /// <summary>Moves past one character; returns false, and stays, where the text does not begin with it.</summary>
    public static bool TrySkip(ref ReadOnlySpan<char> text, char expected)
    {
        var found = !text.IsEmpty && text[0] == expected;
        text = found ? text[1..] : text;

        return found;
    }

    // §4.2.4.
    private static bool TryReadNumber(ref ReadOnlySpan<char> text, out StructuredValue value)
    {
        var negative = TrySkip(ref text, '-');
        var whole = TakeDigits(ref text);
        if (TrySkip(ref text, '.'))
        {
            value = StructuredValue.Of(StructuredType.Decimal);

            return whole.Length is >= 1 and <= DecimalDigits && TakeDigits(ref text).Length is >= 1 and <= FractionDigits;
        }

        value = default;
        if (whole.Length is < 1 or > IntegerDigits)
        {
            return false;
        }

        var number = 0L;
        foreach (var digit in whole)
        {
            number = (number * 10) + (digit - '0');
        }

        value = StructuredValue.Of(negative ? -number : number);

        return true;
    }

    // §4.2.5.
    private static bool TryReadString(ref ReadOnlySpan<char> text, out StructuredValue value)
    {
        StringBuilder? unescaped = null;
        value = default;
        text = text[1..];
        while (true)
        {
            var plain = TakeUntil(ref text, text.IndexOfAny('"', '\\'));
            if (plain.ContainsAnyExceptInRange(' ', '~'))
            {
                return false;
            }

            if (TrySkip(ref text, '"'))
            {
                value = StructuredValue.Of(
                    StructuredType.String, unescaped is null ? plain.ToString() : unescaped.Append(plain).ToString());
                return true;
            }

            if (text is not ['\\', '"' or '\\', ..])
            {
                return false;
            }

            (unescaped ??= new StringBuilder()).Append(plain).Append(text[1]);
            text = text[2..];
        }
    }

    // §4.2.6.
    private static bool TryReadToken(ref ReadOnlySpan<char> text, out StructuredValue value)
    {
        var token = TakeUntil(ref text, text.IndexOfAnyExcept(TokenCharacters));
        value = StructuredValue.Of(StructuredType.Token, token.ToString());

        return true;
    }

    // §4.2.7; the padding may be missing.
    private static bool TryReadByteSequence(ref ReadOnlySpan<char> text, out StructuredValue value)
    {
        value = StructuredValue.Of(StructuredType.ByteSequence);
        text = text[1..];
        var base64 = TakeUntil(ref text, text.IndexOf(':'));
        var data = base64.TrimEnd('=');

        return TrySkip(ref text, ':') && base64.Length - data.Length <= 2 && data.Length % 4 != 1
            && !data.ContainsAnyExcept(Base64Characters);
    }

    // §4.2.8.
    private static bool TryReadBoolean(ref ReadOnlySpan<char> text, out StructuredValue value)
    {
        text = text[1..];
        var truth = TrySkip(ref text, '1');
        value = StructuredValue.Of(truth);

        return truth || TrySkip(ref text, '0');
    }

    // §4.2.9.
    private static bool TryReadDate(ref ReadOnlySpan<char> text, out StructuredValue value)
    {
        text = text[1..];
        var read = TryReadNumber(ref text, out var number) && number.Type == StructuredType.Integer;
        value = StructuredValue.Of(StructuredType.Date);

        return read;
    }

    // §4.2.10.
    private static bool TryReadDisplayString(ref ReadOnlySpan<char> text, out StructuredValue value)
    {
        value = StructuredValue.Of(StructuredType.DisplayString);
        text = text[1..];
        if (!TrySkip(ref text, '"'))
        {
            return false;
        }

        var content = TakeUntil(ref text, text.IndexOf('"'));

        return TrySkip(ref text, '"') && IsDisplayable(content);
    }

    // Printable ASCII, in which a per cent sign and two lower-case digits stand for a byte of UTF-8.
    private static bool IsDisplayable(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        while (!text.IsEmpty)
        {
            if (text is ['%', var high, var low, ..] && char.IsAsciiHexDigitLower(high) && char.IsAsciiHexDigitLower(low))
            {
                bytes[length++] = byte.Parse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                text = text[3..];
            }
            else if (text[0] is >= ' ' and <= '~' and not '%')
            {
                bytes[length++] = (byte)text[0];
                text = text[1..];
            }
            else
            {
                return false;
            }
        }

        return Utf8.IsValid(bytes.AsSpan(0, length));
    }

    private static ReadOnlySpan<char> TakeDigits(ref ReadOnlySpan<char> text) =>
        TakeUntil(ref text, text.IndexOfAnyExceptInRange('0', '9'));

    // A negative index means to the end.
    private static ReadOnlySpan<char> TakeUntil(ref ReadOnlySpan<char> text, int end)
    {
        var taken = end < 0 ? text : text[..end];
        text = text[taken.Length..];

        return taken;
    }
}
