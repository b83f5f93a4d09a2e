using System.CommandLine;

namespace CachingHandler.Tool.Commands;

/// <summary><c>stats</c>: counts the entries.</summary>
internal static class StatsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var hosts = Numbers.Option("--hosts", "Name so many of the largest hosts.", 0, 1000, 10);
        var command = CacheCommand.Create("stats", "Count what is stored, and say which hosts have most of it.", surroundings, (reader, options, cancellationToken) =>
        {
            var walk = new CacheWalk(reader, surroundings.TimeProvider);
            var totals = new CacheTotals(surroundings.TimeProvider.GetUtcNow());
            foreach (var (file, entry) in walk.Entries(cancellationToken))
            {
                totals.Add(new EntryRow(file, entry));
            }

            if (options.GetValue(HttpCacheTool.JsonOption))
            {
                WriteJson(surroundings, reader.DirectoryPath, walk, totals, options.GetValue(hosts));
            }
            else
            {
                WriteText(surroundings, reader.DirectoryPath, walk, totals, options.GetValue(hosts));
            }

            return Task.FromResult(ExitCodes.Done);
        });
        command.Options.Add(hosts);

        return command;
    }

    private static void WriteText(Surroundings surroundings, string directory, CacheWalk walk, CacheTotals totals, int hosts)
    {
        var lines = new Labels(surroundings);
        lines.Write("Directory", directory);
        lines.Write("Entries", FormattableString.Invariant(
            $"{totals.Entries:N0} ({totals.Fresh:N0} fresh, {totals.Stale:N0} stale, {totals.Unknown:N0} not known)"));
        lines.Write("On disk", FormattableString.Invariant($"{Sizes.Text(totals.Size)} ({totals.Size:N0} bytes)"));
        lines.Write("Bodies", FormattableString.Invariant($"{Sizes.Text(totals.BodyLength)} ({totals.BodyLength:N0} bytes)"));
        lines.Write("Notes", FormattableString.Invariant($"{walk.Notes:N0} of the cache's own"));
        if (totals.Oldest is { } oldest && totals.Newest is { } newest)
        {
            lines.Write("Stored", $"from {Times.Text(oldest)} to {Times.Text(newest)}");
        }

        if (hosts > 0 && totals.Hosts.Count > 0)
        {
            surroundings.Out.WriteLine();
            var table = new TextTable(
                new Column("HOST", IsFlexible: true), new Column("ENTRIES", IsRight: true), new Column("SIZE", IsRight: true));
            foreach (var host in totals.Largest(hosts))
            {
                table.Add(Cell.Text(host.Name.Length == 0 ? "(no URI)" : host.Name), Cell.Number(host.Entries), Cell.Size(host.Size));
            }

            table.Write(surroundings);
        }

        walk.Remark(surroundings.Error);
    }

    private static void WriteJson(Surroundings surroundings, string directory, CacheWalk walk, CacheTotals totals, int hosts) =>
        EntryJson.Write(surroundings, json =>
        {
            json.WriteString("directory", directory);
            json.WriteNumber("entries", totals.Entries);
            json.WriteNumber("size", totals.Size);
            json.WriteNumber("bodyLength", totals.BodyLength);
            json.WriteNumber("fresh", totals.Fresh);
            json.WriteNumber("stale", totals.Stale);
            json.WriteNumber("unknown", totals.Unknown);
            json.WriteNumber("notes", walk.Notes);
            json.WriteNumber("damaged", walk.Damaged);
            json.WriteNumber("unreadable", walk.Unreadable);
            json.WriteNumber("beingWritten", walk.UnderConstruction);
            EntryJson.Time(json, "oldest", totals.Oldest);
            EntryJson.Time(json, "newest", totals.Newest);
            EntryJson.Array(json, "hosts", totals.Largest(hosts), host =>
            {
                json.WriteString("host", host.Name);
                json.WriteNumber("entries", host.Entries);
                json.WriteNumber("size", host.Size);
            });
        });
}
