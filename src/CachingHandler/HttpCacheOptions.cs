namespace CachingHandler;

/// <summary>How a cache behaves. Read when the handler is made; later changes have no effect on it.</summary>
public sealed class HttpCacheOptions
{
    /// <summary>Gets or sets whose responses the cache may keep (RFC 9111 §1).</summary>
    /// <value>The default is <see cref="HttpCacheKind.Private"/>.</value>
    public HttpCacheKind Kind { get; set; }

    /// <summary>Gets or sets the largest body to keep, in bytes; a larger one reaches the caller but is not stored.</summary>
    /// <value>The default is 64 MiB. Zero stores no body but empty ones. Negative is refused.</value>
    public long MaximumBodySize { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets what tells one user's responses from another's, such as a user or tenant id.</summary>
    /// <value>
    /// The default is null: a private cache tells requests apart by their credentials (<c>Authorization</c>, <c>Cookie</c>,
    /// API-key fields), a shared one not at all. A result of null means the same for one request.
    /// </value>
    /// <remarks>
    /// Called for every request; has to be quick and thread-safe. What it throws reaches the caller of the request. Only a
    /// keyed hash of the result is stored. Credentials that handlers below the cache add are invisible to it: where they
    /// differ between users of one client, set this.
    /// </remarks>
    public Func<HttpRequestMessage, string?>? Partition { get; set; }

    /// <summary>Gets or sets a name to store a response under in place of its URI, for URIs that change while the resource does not.</summary>
    /// <value>The default is null: the URI, normalised by RFC 3986 §6.2.2. A result of null means the same for one request.</value>
    /// <remarks>
    /// Called for every request; has to be quick and thread-safe. What it throws reaches the caller of the request. Two
    /// requests with the same name get each other's responses. The name is stored in clear.
    /// </remarks>
    public Func<HttpRequestMessage, string?>? Key { get; set; }

    /// <summary>Gets or sets which POST requests do nothing but ask, as those of GraphQL and of search interfaces, and are answered from the cache by their URI and content, like QUERY.</summary>
    /// <value>The default is null: none is, and every POST invalidates what is stored for its URI.</value>
    /// <remarks>
    /// <para><b>Return true only for requests that change nothing on the origin.</b> A request that does change something would
    /// not reach the origin where a response is stored for it, and would not invalidate what it changed. Where one URI takes
    /// both, as with GraphQL's mutations, tell them apart by a field or an option that the application sets on the request.</para>
    /// <para>Called for every POST; has to be quick and thread-safe. What it throws reaches the caller of the request. A
    /// response is stored only where it says itself how long it is fresh (RFC 9110 §9.3.3), and fetched anew when it is stale.
    /// Content is read to its end before it is sent; with more than 1 MiB of it, the request passes by the cache.</para>
    /// </remarks>
    public Func<HttpRequestMessage, bool>? TreatAsQuery { get; set; }

    /// <summary>Gets or sets a value indicating whether a response that says so in <c>No-Vary-Search</c> answers URIs with other queries, too.</summary>
    /// <value>The default is true. It costs a look into the store for each request for which nothing is found under its own URI.</value>
    /// <remarks>Has no effect where <see cref="Key"/> names the resource.</remarks>
    public bool NoVarySearch { get; set; } = true;

    /// <summary>Gets or sets how long past its freshness lifetime a response stands in for an origin that cannot be reached or answers 500, 502, 503 or 504.</summary>
    /// <value>The default is zero: only where the response's own <c>stale-if-error</c> says so. Negative is refused.</value>
    /// <remarks>Never applied against <c>no-cache</c> or <c>must-revalidate</c> (RFC 5861 §4, RFC 9111 §4.2.4).</remarks>
    public TimeSpan StaleIfError { get; set; }

    /// <summary>Gets or sets how long past its freshness lifetime a response is served at once while it is refreshed in the background.</summary>
    /// <value>The default is zero: only where the response's own <c>stale-while-revalidate</c> says so. Negative is refused.</value>
    /// <remarks>
    /// <para>Never applied against <c>no-cache</c> or <c>must-revalidate</c>, nor for a request that asks for better
    /// (RFC 5861 §3, RFC 9111 §4.2.4).</para>
    /// <para>One refresh of a response runs at a time. It sends a copy of the request, with its options, that outlives it: what
    /// an option holds is not to be of use only while the caller waits.</para>
    /// </remarks>
    public TimeSpan StaleWhileRevalidate { get; set; }

    /// <summary>Gets or sets how long a request waits for the header of a response that another request of the same key is fetching or validating, before it asks for itself (RFC 9111 §4).</summary>
    /// <value>The default is ten seconds. Zero makes each request ask for itself; negative is refused.</value>
    /// <remarks>
    /// <para>Who waits is given that response if it may be reused for its request, body and all while it is still on its way, and
    /// asks for itself otherwise. What is found not to be reusable is not waited for again.</para>
    /// <para>So that a fetch can outlive a caller who is cancelled while others wait, the origin is sent a copy of the
    /// request, with its options.</para>
    /// </remarks>
    public TimeSpan MaximumCollapseWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how much is still received, for it to be stored, of a body that its caller does not read to the end, in bytes.</summary>
    /// <value>
    /// The default is 1 MiB. Zero receives no more. A body of which more is known to be missing is dropped at once, and so is one
    /// of which more turns out to be. Negative is refused.
    /// </value>
    public long MaximumDrainSize { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets how long that may take.</summary>
    /// <value>The default is one second. Zero receives no more; negative is refused.</value>
    public TimeSpan MaximumDrainTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets which part of the time since its last change a response is taken as fresh when it does not say (RFC 9111 §4.2.2).</summary>
    /// <value>The default is 0.1. From 0, which switches the heuristic off, to 1.</value>
    public double HeuristicFraction { get; set; } = 0.1;

    /// <summary>Gets or sets the longest freshness lifetime that the heuristic gives.</summary>
    /// <value>The default is one day. Zero switches the heuristic off; negative is refused.</value>
    public TimeSpan MaximumHeuristicLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how long a response is worth keeping after it has become stale, to be validated, or served all the same.</summary>
    /// <value>The default is 30 days. Zero lets it go when it is stale; negative is refused.</value>
    /// <remarks>Nothing is served stale for longer, whatever else allows it.</remarks>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets the names of the response fields that a shared cache obeys in the place of <c>Cache-Control</c> and <c>Expires</c>, in order of precedence (RFC 9213).</summary>
    /// <value>
    /// The default is empty: <c>CDN-Cache-Control</c> and its like are meant for others. Not consulted in a private cache.
    /// Anything but a field name is refused, and so is Cache-Control.
    /// </value>
    /// <remarks>
    /// The first of them that a response has, and that can be read, counts; Cache-Control and Expires count where none does.
    /// A targeted field is a Dictionary of RFC 9651: one error makes all of it unreadable, and a lifetime that is no Integer
    /// counts as zero. <c>Surrogate-Control</c>, which is older, is read as Cache-Control is, without what follows a semicolon.
    /// The fields reach the caller like any other.
    /// </remarks>
    public IReadOnlyList<string> TargetedFields { get; set; } = [];

    /// <summary>Gets or sets the name under which the cache tells in the response field <c>Cache-Status</c> what it did (RFC 9211).</summary>
    /// <value>
    /// The default is null: it does not. Letters, digits and other characters of ASCII that can be seen, and spaces; anything
    /// else is refused, and so is an empty name. Written as a token where it is one, and else as a quoted string.
    /// </value>
    /// <remarks>
    /// For the caller's eyes: the field is added after what the caches between this one and the origin have sent, and never
    /// stored. It tells whether the request was forwarded and why, with what status it was answered, how long the response stays
    /// fresh in seconds, and as <c>detail</c> the codes of <see cref="HttpCacheCodes"/>: why, and after a slash why the response is not stored.
    /// </remarks>
    public string? CacheStatus { get; set; }

    /// <summary>Gets or sets a name that separates this cache from others in the same store; they never see each other's responses.</summary>
    /// <value>The default is empty. <c>AddHttpClient("x").AddHttpCache()</c> sets the client's name. Stored in clear.</value>
    public string Scope { get; set; } = string.Empty;

    /// <summary>Gets or sets the service key of the store to keep responses in, for a client that is to have another store than the rest.</summary>
    /// <value>
    /// The default is null: the container's one <c>HttpCacheStore</c> without a key. A key for which none is registered is refused.
    /// Configuration sets a string; an empty one is none.
    /// </value>
    /// <remarks>
    /// Counts where a container makes the handler; <c>AddKeyedDiskHttpCacheStore</c>, <c>AddKeyedMemoryHttpCacheStore</c> and
    /// <c>AddKeyedSingleton&lt;HttpCacheStore&gt;</c> register the store. A handler that is made with <c>new</c> is given its store.
    /// </remarks>
    public object? StoreKey { get; set; }
}
