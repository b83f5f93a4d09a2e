using Spectre.Console;
using Spectre.Console.Rendering;

namespace CachingHandler.Tool;

/// <summary>A table that fits a terminal of any width on one line a row; elsewhere its rows are lines of cells between tabs.</summary>
/// <param name="columns">Its columns.</param>
internal sealed class TextTable(params Column[] columns)
{
    private const int Gap = 2;
    private const int LeastFlexible = 30;
    private const int Narrowest = 8;
    private static readonly Style HeadStyle = new(decoration: Decoration.Bold);

    private readonly List<Cell[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">One cell for each column.</param>
    public void Add(params Cell[] cells) => _rows.Add(cells);

    /// <summary>Writes the table.</summary>
    public void Write(Surroundings surroundings)
    {
        if (surroundings.IsTerminal)
        {
            surroundings.Terminal.Write(FittedTo(surroundings.Terminal.Profile.Width));

            return;
        }

        surroundings.Out.WriteLine(string.Join('\t', columns.Select(static column => column.Title)));
        foreach (var row in _rows)
        {
            surroundings.Out.WriteLine(string.Join('\t', row.Select(static cell => cell.Plain)));
        }
    }

    /// <summary>Returns the table for a terminal.</summary>
    /// <param name="width">The terminal's width, in cells.</param>
    public IRenderable FittedTo(int width)
    {
        var natural = columns.Select((_, index) => NaturalWidth(index)).ToArray();
        var shown = Enumerable.Range(0, columns.Length).ToList();
        while (RoomForFlexible(shown, natural, width) < LeastWidth(natural) && DroppedFirst(shown) is { } dropped)
        {
            shown.Remove(dropped);
        }

        var room = Math.Max(Narrowest, RoomForFlexible(shown, natural, width));
        var widths = natural.Select((own, index) => columns[index].IsFlexible ? Math.Min(own, room) : own).ToArray();

        return Build(shown, widths);
    }

    private Table Build(List<int> shown, int[] widths)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var index in shown)
        {
            table.AddColumn(new TableColumn(new Text(columns[index].Title, HeadStyle))
            {
                NoWrap = true,
                Width = widths[index],
                Padding = new Padding(0, 0, index == shown[^1] ? 0 : Gap, 0),
                Alignment = columns[index].IsRight ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in _rows)
        {
            table.AddRow(shown.Select(index => new Text(CellWidth.Cut(row[index].Shown, widths[index]), row[index].Style)));
        }

        return table;
    }

    private int NaturalWidth(int index) => Math.Min(
        columns[index].MaximumWidth,
        _rows.Select(row => CellWidth.Of(row[index].Shown)).Append(columns[index].Title.Length).Max());

    private int RoomForFlexible(List<int> shown, int[] natural, int width) =>
        width - ((shown.Count - 1) * Gap) - shown.Where(index => !columns[index].IsFlexible).Sum(index => natural[index]);

    private int LeastWidth(int[] natural) =>
        natural.Where((_, index) => columns[index].IsFlexible).Select(own => Math.Min(own, LeastFlexible)).FirstOrDefault();

    private int? DroppedFirst(List<int> shown) =>
        shown.Where(index => columns[index].DropRank > 0).OrderByDescending(index => columns[index].DropRank).Cast<int?>().FirstOrDefault();
}
