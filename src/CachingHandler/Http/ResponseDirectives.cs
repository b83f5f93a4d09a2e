namespace CachingHandler.Http;

/// <summary>What a response's <c>Cache-Control</c>, or the targeted field in its place, allows and forbids (RFC 9111 §5.2.2, RFC 5861, RFC 8246).</summary>
/// <remarks>
/// A directive that restricts is honoured in its strictest reading when malformed; one that permits is ignored then. Of a
/// repeated duration the shorter counts.
/// </remarks>
internal readonly record struct ResponseDirectives
{
    /// <summary>Gets a value indicating whether the response must be validated before every use (§5.2.2.4).</summary>
    /// <remarks>Also set by a qualified form that is malformed, or comes with another one.</remarks>
    public bool NoCache { get; init; }

    /// <summary>Gets the fields that must not be used without validation, as a list; null when none are named (§5.2.2.4).</summary>
    public string? NoCacheFields { get; init; }

    /// <summary>Gets a value indicating whether nothing may be stored (§5.2.2.5).</summary>
    public bool NoStore { get; init; }

    /// <summary>Gets a value indicating whether only a private cache may store it (§5.2.2.7).</summary>
    /// <remarks>Also set by a qualified form that is malformed, or comes with another one.</remarks>
    public bool Private { get; init; }

    /// <summary>Gets the fields that only a private cache may store, as a list; null when none are named (§5.2.2.7).</summary>
    public string? PrivateFields { get; init; }

    /// <summary>Gets a value indicating whether it may be stored where it otherwise might not (§5.2.2.9).</summary>
    public bool Public { get; init; }

    /// <summary>Gets a value indicating whether it must not be used once stale (§5.2.2.2).</summary>
    public bool MustRevalidate { get; init; }

    /// <summary>Gets a value indicating whether a shared cache must not use it once stale (§5.2.2.8).</summary>
    public bool ProxyRevalidate { get; init; }

    /// <summary>Gets a value indicating whether it may be stored only if its status is understood (§5.2.2.3).</summary>
    public bool MustUnderstand { get; init; }

    /// <summary>Gets a value indicating whether <c>no-store</c> is void where the status is understood (§5.2.2.3).</summary>
    /// <remarks>Given by <c>must-understand</c> when it is well formed; it restricts as well, and is kept for that when it is not.</remarks>
    public bool LiftsNoStore { get; init; }

    /// <summary>Gets a value indicating whether it does not change while fresh (RFC 8246).</summary>
    public bool Immutable { get; init; }

    /// <summary>Gets a value indicating whether a shared cache may store the answer to a request with Authorization (§3.5).</summary>
    /// <remarks>
    /// Given by <c>must-revalidate</c>, <c>public</c> and <c>s-maxage</c> when they are well formed; the first and the last
    /// restrict as well, and are kept for that when they are not.
    /// </remarks>
    public bool AllowsAuthorization { get; init; }

    /// <summary>Gets the freshness lifetime; null means none is given (§5.2.2.1).</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Gets the freshness lifetime in a shared cache; null means none is given (§5.2.2.10).</summary>
    public TimeSpan? SharedMaxAge { get; init; }

    /// <summary>Gets how long past its lifetime it may stand in for an error; null means not said (RFC 5861 §4).</summary>
    public TimeSpan? StaleIfError { get; init; }

    /// <summary>Gets how long past its lifetime it may be served while it is refreshed; null means not said (RFC 5861 §3).</summary>
    public TimeSpan? StaleWhileRevalidate { get; init; }

    /// <summary>Returns the directives of a targeted field (RFC 9213 §2.1).</summary>
    /// <remarks>
    /// A value of another type than the directive has is what a malformed argument is in Cache-Control; so a lifetime that
    /// is no Integer is none, and none is guessed in its place. False says that the directive is not given.
    /// </remarks>
    public static ResponseDirectives Of(IReadOnlyDictionary<string, StructuredValue> members)
    {
        var all = default(ResponseDirectives);
        foreach (var (name, value) in members)
        {
            all = value.AsBoolean == false ? all : all.With(Directive.Of(name, value));
        }

        return all;
    }

    /// <summary>Returns these directives together with those of one more field line.</summary>
    public ResponseDirectives With(ReadOnlySpan<char> line)
    {
        var all = this;
        var reader = new DirectiveReader(line);
        while (reader.MoveNext())
        {
            all = all.With(reader.Current);
        }

        return all;
    }

    /// <summary>Returns these directives, unqualified where they are limited to fields of which the cache obeys one.</summary>
    public ResponseDirectives WithoutLimitsOn(TargetedFields obeyed)
    {
        var noCache = obeyed.AnyIn(NoCacheFields) ? WithNoCache(null) : this;

        return obeyed.AnyIn(PrivateFields) ? noCache.WithPrivate(null) : noCache;
    }

    private ResponseDirectives With(Directive directive)
    {
        var permitted = directive.IsWellFormed;
        var duration = directive.Duration;

        // §4.2.1: a lifetime that cannot be read means stale.
        var lifetime = duration ?? TimeSpan.Zero;

        return directive.Name switch
        {
            var name when Is(name, "max-age") => this with { MaxAge = Shorter(MaxAge, lifetime) },
            var name when Is(name, "s-maxage") => this with
            {
                SharedMaxAge = Shorter(SharedMaxAge, lifetime),
                AllowsAuthorization = AllowsAuthorization || duration is not null,
            },
            var name when Is(name, "no-store") => this with { NoStore = true },
            var name when Is(name, "no-cache") => WithNoCache(directive.ReadFieldNames()),
            var name when Is(name, "private") => WithPrivate(directive.ReadFieldNames()),
            var name when Is(name, "must-revalidate") => this with
            {
                MustRevalidate = true,
                AllowsAuthorization = AllowsAuthorization || (permitted && !directive.HasArgument),
            },
            var name when Is(name, "proxy-revalidate") => this with { ProxyRevalidate = true },
            var name when Is(name, "must-understand") => this with
            {
                MustUnderstand = true,
                LiftsNoStore = LiftsNoStore || (permitted && !directive.HasArgument),
            },
            var name when permitted && !directive.HasArgument && Is(name, "public") =>
                this with { Public = true, AllowsAuthorization = true },
            var name when permitted && Is(name, "immutable") => this with { Immutable = true },
            var name when duration is { } window && Is(name, "stale-if-error") =>
                this with { StaleIfError = Shorter(StaleIfError, window) },
            var name when duration is { } window && Is(name, "stale-while-revalidate") =>
                this with { StaleWhileRevalidate = Shorter(StaleWhileRevalidate, window) },
            _ => this,
        };
    }

    // Null stands for the unqualified form. Two of one directive contradict each other, and the stricter reading is all fields.
    private ResponseDirectives WithNoCache(string? fields) => fields is null || NoCache || NoCacheFields is not null
        ? this with { NoCache = true, NoCacheFields = null }
        : this with { NoCacheFields = fields };

    private ResponseDirectives WithPrivate(string? fields) => fields is null || Private || PrivateFields is not null
        ? this with { Private = true, PrivateFields = null }
        : this with { PrivateFields = fields };

    private static bool Is(ReadOnlySpan<char> name, string expected) =>
        name.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static TimeSpan Shorter(TimeSpan? known, TimeSpan value) => known < value ? known.Value : value;
}
