namespace CachingHandler;

/// <summary>How one request uses the cache; what a browser's reload buttons and the Fetch standard's cache modes are to it.</summary>
public enum HttpCacheMode
{
    /// <summary>HTTP's own rules: fresh responses are served, stale ones validated (RFC 9111 §4).</summary>
    Default = 0,

    /// <summary>Fetches unconditionally and replaces what is stored, immutable or not; a browser's Ctrl+F5.</summary>
    ForceRefresh,

    /// <summary>Asks the origin whether the stored response, fresh or not, is still right; a browser's F5.</summary>
    /// <remarks>
    /// A response with <c>immutable</c> is served without asking while it is fresh (RFC 8246); to ask all the same, give the
    /// request <c>Cache-Control: no-cache</c>, or fetch anew with <see cref="ForceRefresh"/>.
    /// </remarks>
    Revalidate,

    /// <summary>Serves what is stored, stale or not, and asks the origin only where nothing is.</summary>
    /// <remarks>A response with <c>no-cache</c>, or a stale one with <c>must-revalidate</c>, is validated all the same.</remarks>
    PreferCache,

    /// <summary>Never asks the origin: serves what is stored, stale or not, and answers 504 where nothing is; for working offline.</summary>
    /// <remarks>A response with <c>no-cache</c>, or a stale one with <c>must-revalidate</c>, counts as not stored (RFC 9111 §4.2.4, §5.2.1.7).</remarks>
    OnlyIfCached,

    /// <summary>Passes the request by the cache: nothing is looked up and nothing stored. Invalidation by unsafe methods still happens.</summary>
    Bypass,
}
