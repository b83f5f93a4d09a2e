using System.Globalization;
using System.Text;

namespace CachingHandler.Tool;

/// <summary>Makes text from a cache harmless to look at.</summary>
/// <remarks>
/// Field values come from servers that nobody vouches for. A terminal obeys control characters, and shows text in another order, or
/// not at all, where format characters say so. They are written as escapes; JSON has the exact text.
/// </remarks>
internal static class SafeText
{
    /// <summary>Returns the text with an escape in the place of each character that is not to be seen.</summary>
    public static string Of(string text) => text.EnumerateRunes().All(IsVisible) && !HasLoneSurrogate(text) ? text : Escape(text, static _ => false);

    /// <summary>Returns the text, which may have several lines, with escapes but for line feeds and tabs.</summary>
    public static string OfLines(string text) => Escape(text, static character => character is '\n' or '\t');

    private static string Escape(string text, Func<char, bool> isKept)
    {
        var safe = new StringBuilder(text.Length + 16);
        for (var index = 0; index < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, index, out var rune))
            {
                Append(safe, text[index++]);
                continue;
            }

            if (IsVisible(rune) || (rune.IsBmp && isKept((char)rune.Value)))
            {
                safe.Append(text, index, rune.Utf16SequenceLength);
            }
            else
            {
                Append(safe, rune.Value);
            }

            index += rune.Utf16SequenceLength;
        }

        return safe.ToString();
    }

    // Of the rest some are not known to every terminal, and a private one means what somebody else wants it to mean.
    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    // The enumeration of runes replaces it by a visible sign, so that it would be shown as what it is not.
    private static bool HasLoneSurrogate(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && !(index + 1 < text.Length && char.IsSurrogatePair(text[index], text[++index])))
            {
                return true;
            }
        }

        return false;
    }

    private static void Append(StringBuilder safe, int code) => safe.Append(CultureInfo.InvariantCulture, $"{code switch
    {
        < 0x100 => "\\x" + code.ToString("X2", CultureInfo.InvariantCulture),
        < 0x10000 => "\\u" + code.ToString("X4", CultureInfo.InvariantCulture),
        _ => "\\U" + code.ToString("X8", CultureInfo.InvariantCulture),
    }}");
}
