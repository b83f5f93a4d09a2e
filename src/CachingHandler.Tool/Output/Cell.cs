using System.Globalization;
using Spectre.Console;

namespace CachingHandler.Tool;

/// <summary>One cell of a table: what a terminal shows, and what goes to a file or a pipe.</summary>
/// <param name="Shown">What is shown; harmless.</param>
/// <param name="Plain">What is written elsewhere; harmless, on one line and without tabs.</param>
/// <param name="Style">How it is shown; null for as usual.</param>
internal sealed record Cell(string Shown, string Plain, Style? Style = null)
{
    private static readonly Style Faint = new(decoration: Decoration.Dim);

    /// <summary>Makes a cell of text from anywhere.</summary>
    /// <param name="text">The text; null leaves the cell without a value.</param>
    /// <param name="style">How it is shown.</param>
    public static Cell Text(string? text, Style? style = null)
    {
        var safe = SafeText.Of(text ?? string.Empty);

        return new Cell(safe, safe, style);
    }

    /// <summary>Makes a cell of a number.</summary>
    public static Cell Number(long number) => new(
        number.ToString("N0", CultureInfo.InvariantCulture), number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes a cell of a number of bytes.</summary>
    public static Cell Size(long bytes) => new(Sizes.Text(bytes), bytes.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes a cell of a time, shown as how far away it is.</summary>
    /// <param name="time">The time; null leaves the cell without a value.</param>
    /// <param name="now">The present.</param>
    public static Cell Time(DateTimeOffset? time, DateTimeOffset now) => time is { } known
        ? new(Times.FromNow(known, now), Times.Text(known))
        : new(string.Empty, string.Empty);

    /// <summary>Makes a cell of the time until which a response is fresh.</summary>
    public static Cell Freshness(EntryRow row, DateTimeOffset now) => row.FreshnessAt(now) switch
    {
        EntryFreshness.Fresh => Time(row.FreshUntil, now) with { Style = Color.Green },
        EntryFreshness.Stale when row.FreshUntil is not null => Time(row.FreshUntil, now) with { Style = Color.Yellow },
        EntryFreshness.Stale => new("outdated", "outdated", Color.Yellow),
        _ => new("?", string.Empty, Faint),
    };
}
