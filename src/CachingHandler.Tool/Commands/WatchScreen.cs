using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CachingHandler.Tool.Commands;

/// <summary>What a terminal shows while a cache is watched: how much is there, and the latest changes as far as there is room.</summary>
/// <param name="surroundings">Has the terminal.</param>
/// <param name="watch">Knows the cache.</param>
internal sealed class WatchScreen(Surroundings surroundings, Watch watch)
{
    // The line above, that of the titles, the one below, and one for the cursor.
    private const int OtherLines = 5;
    private const int Remembered = 200;

    private readonly LinkedList<CacheChange> _latest = [];

    /// <summary>Returns the name of what has happened.</summary>
    public static string Word(CacheChangeKind kind) => kind switch
    {
        CacheChangeKind.Added => "added",
        CacheChangeKind.Replaced => "replaced",
        CacheChangeKind.Updated => "updated",
        CacheChangeKind.Used => "used",
        _ => "removed",
    };

    /// <summary>Takes changes over.</summary>
    public void Add(List<CacheChange> changes)
    {
        changes.ForEach(change => _latest.AddFirst(change));
        while (_latest.Count > Remembered)
        {
            _latest.RemoveLast();
        }
    }

    /// <summary>Returns what is to be shown.</summary>
    public IRenderable Render()
    {
        var width = surroundings.Terminal.Profile.Width;
        var rows = Math.Max(1, surroundings.Terminal.Profile.Height - OtherLines);
        var table = new TextTable(
            new Column("TIME", DropRank: 1),
            new Column("EVENT"),
            new Column("URI", IsFlexible: true),
            new Column("STATUS", IsRight: true, DropRank: 2),
            new Column("SIZE", IsRight: true, DropRank: 3));
        foreach (var change in _latest.Take(rows))
        {
            table.Add(
                Cell.Text(change.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
                Cell.Text(Word(change.Kind), StyleOf(change.Kind)),
                Cell.Text(change.Row.Uri),
                Cell.Text(FormattableString.Invariant($"{change.Row.Status}")),
                Cell.Size(change.Row.Size));
        }

        var totals = $"{Counted.Of(watch.Cache.Entries, "entry")}, {Sizes.Text(watch.Cache.Size)}. Ctrl+C ends. {watch.DirectoryPath}";

        return new Rows(new Text(CellWidth.Cut(SafeText.Of(totals), width)), new Text(" "), table.FittedTo(width));
    }

    private static Style StyleOf(CacheChangeKind kind) => kind switch
    {
        CacheChangeKind.Removed => Color.Red,
        CacheChangeKind.Used => Color.Grey,
        CacheChangeKind.Added => Color.Green,
        _ => Color.Yellow,
    };
}
