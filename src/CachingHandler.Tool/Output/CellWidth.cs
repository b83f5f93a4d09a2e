using System.Text;
using Spectre.Console.Rendering;

namespace CachingHandler.Tool;

/// <summary>Measures and cuts text in cells of a terminal, of which some characters take two.</summary>
internal static class CellWidth
{
    private const string Ellipsis = "…";

    /// <summary>Returns how many cells a text takes.</summary>
    public static int Of(string text) => Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();

    /// <summary>Returns the text with its middle left out where it is too wide: of a URI both ends say something.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">How many cells there are; at least one.</param>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        var runes = text.EnumerateRunes().ToList();
        var tail = (width - 1) / 2;

        return Start(runes, width - 1 - tail) + Ellipsis + string.Concat(
            Start([.. Enumerable.Reverse(runes)], tail).EnumerateRunes().Reverse());
    }

    private static string Start(List<Rune> runes, int width)
    {
        var start = new StringBuilder();
        foreach (var rune in runes)
        {
            width -= Of(rune.ToString());
            if (width < 0)
            {
                break;
            }

            start.Append(rune.ToString());
        }

        return start.ToString();
    }
}
