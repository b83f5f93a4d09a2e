using System.CommandLine;
using System.Globalization;
using CachingHandler.Storage;

namespace CachingHandler.Tool.Commands;

/// <summary><c>show</c>: shows every response of a URI, or writes the body of one.</summary>
internal static class ShowCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var url = new Argument<string>("url") { Description = "The URL, absolute, in any spelling." };
        var body = new Option<bool>("--body", "-b") { Description = "Write the body, byte for byte, in the place of the header." };
        var number = Numbers.Option("--number", "Only this one of several responses, the newest being 1.", 1, int.MaxValue, 0);
        var command = CacheCommand.Create("show", "Show every response of a URL.", surroundings, async (reader, options, cancellationToken) =>
        {
            var (name, chosen, isJson) = (options.GetValue(url)!, options.GetValue(number), options.GetValue(HttpCacheTool.JsonOption));
            if (options.GetValue(body) && isJson)
            {
                throw new RefusalException("Give --body or --json, not both: a body is written as it is.");
            }

            var walk = new CacheWalk(reader, surroundings.TimeProvider);
            var found = Find(walk, name, cancellationToken);
            if (found.Count < chosen)
            {
                throw new RefusalException(FormattableString.Invariant($"--number is {chosen}; there is {Counted.Of(found.Count, "response")} of '{name}'."));
            }

            found = chosen > 0 ? [found[chosen - 1]] : found;
            if (found.Count > 0 && options.GetValue(body))
            {
                return await BodyOutput.WriteAsync(surroundings, reader, Only(found, name), cancellationToken).ConfigureAwait(false);
            }

            return Answer(surroundings, walk, found, name, isJson);
        });
        command.Arguments.Add(url);
        command.Options.Add(body);
        command.Options.Add(number);

        return command;
    }

    private static int Answer(
        Surroundings surroundings, CacheWalk walk, List<(DiskHttpCacheFile File, HttpCacheEntry Entry)> found, string name, bool isJson)
    {
        var now = surroundings.TimeProvider.GetUtcNow();
        if (isJson)
        {
            EntryJson.Write(surroundings, json => EntryJson.Array(json, "responses", found, response =>
            {
                EntryJson.Row(json, new EntryRow(response.File, response.Entry), now);
                EntryJson.Details(json, response.Entry.Response);
            }));
        }

        if (found.Count == 0)
        {
            surroundings.Error.WriteLine($"Nothing is stored under '{SafeText.Of(name)}'.");
            walk.Remark(surroundings.Error);

            return ExitCodes.Found;
        }

        for (var index = 0; index < found.Count && !isJson; index++)
        {
            if (index > 0)
            {
                surroundings.Out.WriteLine();
            }

            Write(surroundings, new EntryRow(found[index].File, found[index].Entry), found[index].Entry.Response, now);
        }

        return ExitCodes.Done;
    }

    private static List<(DiskHttpCacheFile File, HttpCacheEntry Entry)> Find(CacheWalk walk, string name, CancellationToken cancellationToken)
    {
        var uri = UriPattern.WebUriOf(name);
        var found = walk.Entries(cancellationToken)
            .Where(entry => string.Equals(entry.Entry.Uri, name, StringComparison.Ordinal) || (uri is not null && entry.Entry.IsOf(uri)))
            .OrderByDescending(static entry => entry.Entry.Stored).ToList();

        // An application may have named what it stored, and then the name need not be a URL.
        return found.Count == 0 && uri is null
            ? throw new RefusalException($"'{name}' is not a URL under which something can be stored; it must be absolute, with http or https.")
            : found;
    }

    private static DiskHttpCacheFile Only(List<(DiskHttpCacheFile File, HttpCacheEntry Entry)> found, string name) => found is [var only]
        ? only.File
        : throw new RefusalException($"{Counted.Of(found.Count, "response")} of '{name}' are stored; say with --number whose body is meant, the newest being 1.");

    private static void Write(Surroundings surroundings, EntryRow row, StoredResponse response, DateTimeOffset now)
    {
        var lines = new Labels(surroundings);
        lines.Write("URI", row.Uri);
        lines.Write("Method", row.Method);
        lines.Write("Partition", row.Partition.Length == 0 ? "none" : row.Partition);
        lines.Write("Status", FormattableString.Invariant($"{row.Status} {response.ReasonPhrase} (HTTP/{response.Version})"));
        lines.Write("Body", FormattableString.Invariant($"{row.BodyLength:N0} bytes{(response.Part is null ? string.Empty : ", a part of the whole")}"));
        lines.Write("On disk", $"{Sizes.Text(row.Size)}, {row.File.Path}");
        lines.Write("Stored", At(row.Stored, now));
        lines.Write("Last used", At(row.LastUsed, now));
        lines.Write("Fresh until", row.IsOutdated ? "outdated: to be validated whatever its lifetime" : At(row.FreshUntil, now));
        lines.Write("Kept until", At(response.DiscardAfter, now));
        foreach (var (name, value) in response.SelectingFields)
        {
            lines.Write("Answers", value is null ? $"requests without {name}" : $"requests with {name}: {value}");
        }

        foreach (var (note, _) in response.Groups)
        {
            lines.Write("Group", note.Uri);
        }

        surroundings.Out.WriteLine();
        var fields = new Labels(surroundings, width: 0);
        foreach (var (name, value) in response.Fields)
        {
            fields.Write(name + ":", value);
        }
    }

    private static string At(DateTimeOffset? time, DateTimeOffset now) => time is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{Times.Text(known)} ({Times.FromNow(known, now)})")
        : "not known";
}
