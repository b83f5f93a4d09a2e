using System.CommandLine;
using CachingHandler.Storage;

namespace CachingHandler.Tool.Commands;

/// <summary><c>ls</c>: lists the entries.</summary>
internal static class LsCommand
{
    private static readonly Dictionary<string, Comparison<EntryRow>> Orders = new(StringComparer.Ordinal)
    {
        ["uri"] = static (left, right) => string.CompareOrdinal(left.Uri, right.Uri),
        ["size"] = static (left, right) => right.Size.CompareTo(left.Size),
        ["stored"] = static (left, right) => right.Stored.CompareTo(left.Stored),
        ["used"] = static (left, right) => Nullable.Compare(right.LastUsed, left.LastUsed),
        ["fresh"] = static (left, right) => Nullable.Compare(right.FreshUntil, left.FreshUntil),
    };

    /// <summary>Makes the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var selection = new Selection();
        var sort = SortOption();
        var reverse = new Option<bool>("--reverse", "-r") { Description = "Turn the order round." };
        var limit = Numbers.Option("--limit", "List so many at most.", 1, int.MaxValue, int.MaxValue);

        var command = CacheCommand.Create("ls", "List what is stored.", surroundings, (reader, options, cancellationToken) =>
        {
            var now = surroundings.TimeProvider.GetUtcNow();
            var isChosen = selection.Of(options, now);
            var walk = new CacheWalk(reader, surroundings.TimeProvider);
            var rows = walk.Entries(cancellationToken).Where(found => isChosen(found.Entry))
                .Select(static found => new EntryRow(found.File, found.Entry)).ToList();
            var (matching, size) = (rows.Count, rows.Sum(static row => row.Size));
            Sort(rows, options.GetValue(sort)!, options.GetValue(reverse));
            rows = rows[..Math.Min(matching, options.GetValue(limit))];
            if (options.GetValue(HttpCacheTool.JsonOption))
            {
                WriteJson(surroundings, reader, rows, walk, matching, now);
            }
            else
            {
                WriteTable(surroundings, rows, now);
                surroundings.Error.WriteLine(Summary(rows.Count, matching, size));
                walk.Remark(surroundings.Error);
            }

            return Task.FromResult(ExitCodes.Done);
        });
        selection.AddTo(command);
        command.Options.Add(sort);
        command.Options.Add(reverse);
        command.Options.Add(limit);

        return command;
    }

    private static Option<string> SortOption()
    {
        var sort = new Option<string>("--sort", "-s")
        {
            Description = "The order: by URI, or what is largest, was stored or used last, or stays fresh longest first.",
            HelpName = "uri|size|stored|used|fresh",
            DefaultValueFactory = static _ => "uri",
        };
        sort.AcceptOnlyFromAmong([.. Orders.Keys]);

        return sort;
    }

    private static void Sort(List<EntryRow> rows, string order, bool isReversed)
    {
        var compare = Orders[order];
        rows.Sort((left, right) => (isReversed ? compare(right, left) : compare(left, right)) switch
        {
            0 => string.CompareOrdinal(left.Uri, right.Uri),
            var difference => difference,
        });
    }

    private static string Summary(int shown, int matching, long size) => shown == matching
        ? $"{Counted.Of(matching, "entry")}, {Sizes.Text(size)}"
        : $"{Counted.Of(shown, "entry")} of {matching}, {Sizes.Text(size)} in all";

    private static void WriteTable(Surroundings surroundings, List<EntryRow> rows, DateTimeOffset now)
    {
        var table = new TextTable(
            new Column("URI", IsFlexible: true),
            new Column("STATUS", IsRight: true, DropRank: 2),
            new Column("SIZE", IsRight: true),
            new Column("STORED", IsRight: true, DropRank: 3),
            new Column("USED", IsRight: true, DropRank: 4),
            new Column("FRESH UNTIL", IsRight: true, DropRank: 1),
            new Column("VALIDATOR", DropRank: 5, MaximumWidth: 24));
        foreach (var row in rows)
        {
            table.Add(
                Cell.Text(row.Uri),
                Cell.Text(FormattableString.Invariant($"{row.Status}")),
                Cell.Size(row.Size),
                Cell.Time(row.Stored, now),
                Cell.Time(row.LastUsed, now),
                Cell.Freshness(row, now),
                Cell.Text(row.ETag ?? row.LastModified));
        }

        table.Write(surroundings);
    }

    private static void WriteJson(
        Surroundings surroundings, DiskHttpCacheReader reader, List<EntryRow> rows, CacheWalk walk, int matching, DateTimeOffset now) =>
        EntryJson.Write(surroundings, json =>
        {
            json.WriteString("directory", reader.DirectoryPath);
            json.WriteNumber("matching", matching);
            json.WriteNumber("damaged", walk.Damaged);
            json.WriteNumber("unreadable", walk.Unreadable);
            json.WriteNumber("beingWritten", walk.UnderConstruction);
            EntryJson.Array(json, "entries", rows, row => EntryJson.Row(json, row, now));
        });
}
