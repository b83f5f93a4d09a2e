using System.CommandLine;
using CachingHandler.Storage;

namespace CachingHandler.Tool.Commands;

/// <summary><c>verify</c>: reads every entry to its end, and names those that are damaged.</summary>
internal static class VerifyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var repair = new Option<bool>("--repair") { Description = "Remove what is damaged; the next request fetches it anew." };
        var command = CacheCommand.Create("verify", "Read every entry and compare all checksums.", surroundings, (reader, options, cancellationToken) =>
        {
            var walk = new CacheWalk(reader, surroundings.TimeProvider);
            var (findings, sound) = Look(reader, walk, cancellationToken);
            if (options.GetValue(repair))
            {
                Repair(surroundings, reader.DirectoryPath, findings);
            }

            if (options.GetValue(HttpCacheTool.JsonOption))
            {
                WriteJson(surroundings, reader.DirectoryPath, sound, findings);
            }
            else
            {
                WriteText(surroundings, walk, sound, findings);
            }

            return Task.FromResult(findings.Count > 0 ? ExitCodes.Found : ExitCodes.Done);
        });
        command.Options.Add(repair);

        return command;
    }

    private static (List<Finding> Findings, long Sound) Look(DiskHttpCacheReader reader, CacheWalk walk, CancellationToken cancellationToken)
    {
        var (findings, sound) = (new List<Finding>(), 0L);
        foreach (var file in walk.Files(cancellationToken))
        {
            var state = reader.Verify(file, out var entry, cancellationToken);
            if (state == DiskHttpCacheFileState.Sound)
            {
                sound++;
            }
            else if (state != DiskHttpCacheFileState.Gone)
            {
                findings.Add(new Finding(file, state, entry?.Uri));
            }
        }

        return (findings, sound);
    }

    private static void Repair(Surroundings surroundings, string directory, List<Finding> findings)
    {
        using var purge = new DiskHttpCachePurge(directory);
        foreach (var finding in findings)
        {
            try
            {
                finding.IsRemoved = purge.RemoveDamaged(finding.File);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                surroundings.Error.WriteLine(SafeText.Of($"'{finding.File.Path}' cannot be removed: {exception.Message}"));
            }
        }
    }

    private static void WriteText(Surroundings surroundings, CacheWalk walk, long sound, List<Finding> findings)
    {
        if (findings.Count > 0)
        {
            var table = new TextTable(
                new Column("FILE", IsFlexible: true),
                new Column("FOUND"),
                new Column("REMOVED"),
                new Column("URI", DropRank: 1));
            foreach (var finding in findings)
            {
                table.Add(
                    Cell.Text(finding.File.Path),
                    Cell.Text(finding.Words),
                    Cell.Text(finding.IsRemoved ? "yes" : "no"),
                    Cell.Text(finding.Uri));
            }

            table.Write(surroundings);
        }

        surroundings.Error.WriteLine($"{Counted.Of(sound + findings.Count, "file")} read: {sound} sound, {findings.Count} not.");
        walk.RemarkUse(surroundings.Error);
    }

    private static void WriteJson(Surroundings surroundings, string directory, long sound, List<Finding> findings) =>
        EntryJson.Write(surroundings, json =>
        {
            json.WriteString("directory", directory);
            json.WriteNumber("checked", sound + findings.Count);
            json.WriteNumber("sound", sound);
            EntryJson.Array(json, "findings", findings, finding =>
            {
                json.WriteString("file", finding.File.Path);
                json.WriteString("state", finding.Code);
                json.WriteString("uri", finding.Uri);
                json.WriteBoolean("removed", finding.IsRemoved);
            });
        });

    private sealed record Finding(DiskHttpCacheFile File, DiskHttpCacheFileState State, string? Uri)
    {
        public bool IsRemoved { get; set; }

        public string Code => State switch
        {
            DiskHttpCacheFileState.BodyDamaged => "bodyDamaged",
            DiskHttpCacheFileState.Misplaced => "misplaced",
            DiskHttpCacheFileState.Unreadable => "unreadable",
            _ => "damaged",
        };

        public string Words => State switch
        {
            DiskHttpCacheFileState.BodyDamaged => "body damaged",
            DiskHttpCacheFileState.Misplaced => "misplaced",
            DiskHttpCacheFileState.Unreadable => "may not be read",
            _ => "head damaged or cut",
        };
    }
}
