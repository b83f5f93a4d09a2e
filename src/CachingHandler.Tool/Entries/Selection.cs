using System.CommandLine;
using CachingHandler.Storage;

namespace CachingHandler.Tool;

/// <summary>The options that choose among entries, and the choice; an entry is chosen that all of them choose.</summary>
internal sealed class Selection
{
    /// <summary>Chooses by URI.</summary>
    public Option<string?> Uri { get; } = new("--uri", "-u")
    {
        Description = "Only what is stored under this URI; * stands for any characters.",
        HelpName = "uri",
    };

    /// <summary>Chooses by host.</summary>
    public Option<string?> Host { get; } = new("--host")
    {
        Description = "Only what comes from this host; * stands for any characters.",
        HelpName = "host",
    };

    /// <summary>Chooses what is not fresh any more.</summary>
    public Option<bool> Stale { get; } = new("--stale") { Description = "Only what is past its freshness lifetime." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Uri);
        command.Options.Add(Host);
        command.Options.Add(Stale);
    }

    /// <summary>Tells whether any of the options was given.</summary>
    public bool IsGiven(ParseResult options) =>
        options.GetValue(Uri) is not null || options.GetValue(Host) is not null || options.GetValue(Stale);

    /// <summary>Returns the choice.</summary>
    /// <exception cref="RefusalException">An option has a value that chooses nothing.</exception>
    public Func<HttpCacheEntry, bool> Of(ParseResult options, DateTimeOffset now)
    {
        var uri = PatternOf(options, Uri);
        var host = PatternOf(options, Host);
        var isStale = options.GetValue(Stale);

        return entry => (uri is null || uri.Matches(entry))
            && (host is null || host.MatchesHost(UriPattern.HostOf(entry.Uri)))
            && (!isStale || entry.Response.IsOutdated || entry.FreshUntil <= now);
    }

    private static UriPattern? PatternOf(ParseResult options, Option<string?> option)
    {
        if (options.GetValue(option) is not { } text)
        {
            return null;
        }

        return text.Length == 0
            ? throw new RefusalException($"{option.Name} is empty; it must name what is chosen, with * for any characters.")
            : new UriPattern(text);
    }
}
