namespace CachingHandler.Http;

/// <summary>What a request's <c>Cache-Control</c> asks of a cache (RFC 9111 §5.2.1, RFC 5861).</summary>
/// <remarks>
/// A directive that restricts is honoured in its strictest reading when its argument is malformed; one that permits is
/// ignored then. Of a repeated directive the stricter counts.
/// </remarks>
internal readonly record struct RequestDirectives
{
    /// <summary>Gets a value indicating whether a stored response needs validation before use (§5.2.1.4, §5.4).</summary>
    public bool NoCache { get; init; }

    /// <summary>Gets a value indicating whether nothing of this exchange may be stored (§5.2.1.5).</summary>
    public bool NoStore { get; init; }

    /// <summary>Gets a value indicating whether the caller wants a stored response or none (§5.2.1.7).</summary>
    public bool OnlyIfCached { get; init; }

    /// <summary>Gets the greatest age accepted; null means any (§5.2.1.1).</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Gets how far past its lifetime a response is accepted; null means not at all (§5.2.1.2).</summary>
    public TimeSpan? MaxStale { get; init; }

    /// <summary>Gets how much longer a response must stay fresh; null means not at all (§5.2.1.3).</summary>
    public TimeSpan? MinFresh { get; init; }

    /// <summary>Gets how far past its lifetime a response is accepted in place of an error; null means not said (RFC 5861 §4).</summary>
    public TimeSpan? StaleIfError { get; init; }

    /// <summary>Returns these directives together with those of one more field line.</summary>
    public RequestDirectives With(ReadOnlySpan<char> line)
    {
        var all = this;
        var reader = new DirectiveReader(line);
        while (reader.MoveNext())
        {
            all = all.With(in reader);
        }

        return all;
    }

    private RequestDirectives With(in DirectiveReader directive)
    {
        var duration = directive.IsWellFormed ? DeltaSeconds.Parse(directive.Argument) : null;

        return directive.Name switch
        {
            var name when Is(name, "no-cache") => this with { NoCache = true },
            var name when Is(name, "no-store") => this with { NoStore = true },
            var name when Is(name, "only-if-cached") => this with { OnlyIfCached = true },
            var name when Is(name, "max-age") => this with { MaxAge = Smaller(MaxAge, duration ?? TimeSpan.Zero) },
            var name when Is(name, "min-fresh") => this with { MinFresh = Greater(MinFresh, duration ?? TimeSpan.MaxValue) },
            var name when directive.IsWellFormed && !directive.HasArgument && Is(name, "max-stale") =>
                this with { MaxStale = Smaller(MaxStale, TimeSpan.MaxValue) },
            var name when duration is { } limit && Is(name, "max-stale") =>
                this with { MaxStale = Smaller(MaxStale, limit) },
            var name when duration is { } window && Is(name, "stale-if-error") =>
                this with { StaleIfError = Smaller(StaleIfError, window) },
            _ => this,
        };
    }

    private static bool Is(ReadOnlySpan<char> name, string expected) =>
        name.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static TimeSpan Smaller(TimeSpan? known, TimeSpan value) => known < value ? known.Value : value;

    private static TimeSpan Greater(TimeSpan? known, TimeSpan value) => known > value ? known.Value : value;
}
