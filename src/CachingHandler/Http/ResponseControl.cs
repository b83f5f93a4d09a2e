namespace CachingHandler.Http;

/// <summary>What a response's header tells a cache to do: the cache directives, and when it expires.</summary>
/// <remarks>Filled by whoever makes it; immutable and safe for concurrent use from then on.</remarks>
internal sealed class ResponseControl
{
    private ResponseDirectives _directives;

    /// <summary>Gets the cache directives, where they lie: they are large, and every hit reads some.</summary>
    public ref readonly ResponseDirectives Directives => ref _directives;

    /// <summary>Gets a value indicating whether <c>Expires</c> is there, readable or not (RFC 9111 §5.3).</summary>
    public bool HasExpires { get; private set; }

    /// <summary>Gets when the response becomes stale; null when not said, unreadable, or said twice.</summary>
    public DateTimeOffset? Expires { get; private set; }

    /// <summary>Gets a value indicating whether a targeted field stands in for Cache-Control and Expires.</summary>
    public bool IsTargeted { get; private init; }

    private bool HasCacheControl { get; set; }

    /// <summary>Returns what a targeted field says, in the place of Cache-Control and Expires (RFC 9213 §2.2).</summary>
    public static ResponseControl Of(ResponseDirectives targeted) => new() { _directives = targeted, IsTargeted = true };

    /// <summary>Returns this with directives unqualified where they are limited to fields of which the cache obeys one.</summary>
    public ResponseControl WithoutLimitsOn(TargetedFields obeyed)
    {
        var directives = Directives.WithoutLimitsOn(obeyed);

        return directives == Directives
            ? this
            : new ResponseControl
            {
                _directives = directives,
                HasExpires = HasExpires,
                Expires = Expires,
                IsTargeted = IsTargeted,
            };
    }

    /// <summary>Takes in one line of <c>Cache-Control</c>.</summary>
    public void ReadCacheControl(string line)
    {
        _directives = _directives.With(line);
        HasCacheControl = true;
    }

    /// <summary>Takes in one line of <c>Expires</c>.</summary>
    public void ReadExpires(string line, DateTimeOffset receivedAt)
    {
        Expires = HasExpires ? null : HttpDate.Parse(line, receivedAt);
        HasExpires = true;
    }

    /// <summary>Returns this with what a 304 says in its place (RFC 9111 §3.2).</summary>
    public ResponseControl FreshenedBy(ResponseControl update)
    {
        var directives = update.HasCacheControl ? update : this;
        var expiry = update.HasExpires ? update : this;

        return new ResponseControl
        {
            _directives = directives._directives,
            HasCacheControl = directives.HasCacheControl,
            HasExpires = expiry.HasExpires,
            Expires = expiry.Expires,
        };
    }
}
