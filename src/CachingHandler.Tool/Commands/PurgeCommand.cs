using System.CommandLine;
using CachingHandler.Storage;

namespace CachingHandler.Tool.Commands;

/// <summary><c>purge</c>: removes what is chosen, and nothing unless something is.</summary>
internal static class PurgeCommand
{
    private static readonly Option<bool> All = new("--all") { Description = "Everything, damaged files and the cache's own notes as well." };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };
    private static readonly Option<bool> DryRun = new("--dry-run", "-n") { Description = "Say what would be removed, and remove nothing." };

    /// <summary>Makes the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var selection = new Selection();
        var command = CacheCommand.Create("purge", "Remove what is chosen.", surroundings, (reader, options, cancellationToken) =>
        {
            var isAll = options.GetValue(All);
            if (isAll == selection.IsGiven(options))
            {
                throw new RefusalException("Say what to remove: with --uri, --host or --stale, all of which must then apply, or with --all alone.");
            }

            var walk = new CacheWalk(reader, surroundings.TimeProvider);
            var chosen = isAll
                ? Everything(reader, walk, cancellationToken)
                : Chosen(walk, selection.Of(options, surroundings.TimeProvider.GetUtcNow()), cancellationToken);
            var isDryRun = options.GetValue(DryRun);
            var isJson = options.GetValue(HttpCacheTool.JsonOption);
            var isToRemove = !isDryRun && chosen.Count > 0;
            if (isToRemove && !options.GetValue(Yes) && !Confirms(surroundings, reader, chosen, isJson))
            {
                surroundings.Error.WriteLine("Nothing is removed.");

                return Task.FromResult(ExitCodes.Found);
            }

            var outcome = isToRemove ? Remove(surroundings, reader, chosen, cancellationToken) : new Outcome(0, 0, 0);
            Tell(surroundings, walk, chosen, outcome, isDryRun, isJson);

            return Task.FromResult(outcome.Failed > 0 ? ExitCodes.Found : ExitCodes.Done);
        });
        selection.AddTo(command);
        command.Options.Add(All);
        command.Options.Add(Yes);
        command.Options.Add(DryRun);

        return command;
    }

    private static List<Target> Chosen(CacheWalk walk, Func<HttpCacheEntry, bool> isChosen, CancellationToken cancellationToken) =>
        [.. walk.Entries(cancellationToken).Where(found => isChosen(found.Entry)).Select(static found => new Target(found.File, found.Entry))];

    private static List<Target> Everything(DiskHttpCacheReader reader, CacheWalk walk, CancellationToken cancellationToken)
    {
        var everything = new List<Target>();
        foreach (var file in walk.Files(cancellationToken))
        {
            var state = reader.Read(file, out var entry);
            if (state != DiskHttpCacheFileState.Gone)
            {
                everything.Add(new Target(file, entry));
            }
        }

        return everything;
    }

    private static bool Confirms(Surroundings surroundings, DiskHttpCacheReader reader, List<Target> chosen, bool isJson)
    {
        if (!surroundings.CanAsk || !surroundings.IsTerminal || isJson)
        {
            throw new RefusalException($"{Counted.Of(chosen.Count, "entry")} would be removed, and nobody can be asked here; give --yes, or --dry-run to see them.");
        }

        surroundings.Out.Write(SafeText.Of($"Remove {Counted.Of(chosen.Count, "entry")} ({Sizes.Text(SizeOf(chosen))}) from '{reader.DirectoryPath}'? [y/N] "));

        return surroundings.In.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    private static Outcome Remove(Surroundings surroundings, DiskHttpCacheReader reader, List<Target> chosen, CancellationToken cancellationToken)
    {
        var outcome = new Outcome(0, 0, 0);
        using var purge = new DiskHttpCachePurge(reader.DirectoryPath);
        foreach (var target in chosen)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                surroundings.Error.WriteLine("Interrupted; what is removed stays removed.");

                return outcome with { Failed = outcome.Failed + 1 };
            }

            try
            {
                var isRemoved = target.Entry is null ? purge.RemoveDamaged(target.File) : purge.Remove(target.File, target.Entry);
                outcome = isRemoved
                    ? outcome with { Removed = outcome.Removed + 1, Size = outcome.Size + target.Size }
                    : outcome with { Failed = outcome.Failed + (reader.Read(target.File, out _) == DiskHttpCacheFileState.Unreadable ? 1 : 0) };
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                surroundings.Error.WriteLine(SafeText.Of($"'{target.File.Path}' cannot be removed: {exception.Message}"));
                outcome = outcome with { Failed = outcome.Failed + 1 };
            }
        }

        return outcome;
    }

    private static void Tell(Surroundings surroundings, CacheWalk walk, List<Target> chosen, Outcome outcome, bool isDryRun, bool isJson)
    {
        if (isJson)
        {
            EntryJson.Write(surroundings, json =>
            {
                json.WriteBoolean("dryRun", isDryRun);
                json.WriteNumber("matching", chosen.Count);
                json.WriteNumber("removed", outcome.Removed);
                json.WriteNumber("removedSize", outcome.Size);
                json.WriteNumber("failed", outcome.Failed);
                EntryJson.Array(json, "entries", chosen, target =>
                {
                    json.WriteString("uri", target.Entry?.Uri);
                    json.WriteString("file", target.File.Path);
                });
            });

            return;
        }

        if (isDryRun)
        {
            var table = new TextTable(new Column("URI", IsFlexible: true), new Column("SIZE", IsRight: true));
            chosen.ForEach(target => table.Add(Cell.Text(target.Entry?.Uri ?? target.File.Path), Cell.Size(target.Size)));
            table.Write(surroundings);
        }

        surroundings.Error.WriteLine(isDryRun
            ? $"{Counted.Of(chosen.Count, "entry")}, {Sizes.Text(SizeOf(chosen))}, would be removed."
            : $"{Counted.Of(outcome.Removed, "entry")}, {Sizes.Text(outcome.Size)}, removed.");
        if (outcome.Failed > 0)
        {
            surroundings.Error.WriteLine($"{Counted.Of(outcome.Failed, "entry")} could not be removed.");
        }

        walk.RemarkUse(surroundings.Error);
    }

    private static long SizeOf(List<Target> chosen) => chosen.Sum(static target => target.Size);

    private sealed record Target(DiskHttpCacheFile File, HttpCacheEntry? Entry)
    {
        public long Size => Entry?.Size ?? File.Length;
    }

    private sealed record Outcome(long Removed, long Size, int Failed);
}
