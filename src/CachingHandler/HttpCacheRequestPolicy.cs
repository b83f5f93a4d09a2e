namespace CachingHandler;

/// <summary>What one request wants of the cache, told apart from the message: no field of it reaches the origin.</summary>
/// <remarks>
/// Immutable: one instance may serve any number of requests, at once. What is null is left to the request's header, the mode
/// of the call context, and <see cref="HttpCacheOptions"/>; it is not filled in from another policy.
/// </remarks>
/// <example>
/// <code>request.SetHttpCachePolicy(new() { TimeToLive = TimeSpan.FromMinutes(5), Tags = ["prices"] });</code>
/// </example>
public sealed class HttpCacheRequestPolicy
{
    /// <summary>How many tags a response may be given.</summary>
    public const int MaximumTags = 16;

    /// <summary>The longest tag, in characters.</summary>
    public const int MaximumTagLength = 256;

    private readonly HttpCacheMode? _mode;
    private readonly TimeSpan? _timeToLive;
    private readonly TimeSpan? _maximumStale;
    private readonly TimeSpan? _staleIfError;
    private readonly string[] _tags = [];

    /// <summary>Creates a policy that wants nothing but what is set.</summary>
    public HttpCacheRequestPolicy()
    {
    }

    /// <summary>Creates a policy with the tags of a stored response, which may have been given more than one request gives.</summary>
    internal HttpCacheRequestPolicy(IEnumerable<string> tags) => _tags = [.. tags];

    /// <summary>Gets how the request uses the cache.</summary>
    /// <value>
    /// The default is null: the call context's mode, else <see cref="HttpCacheMode.Default"/>. A mode that the request has been
    /// given by <c>SetHttpCacheMode</c> or <c>ForceRefresh</c> beats this one.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is no mode.</exception>
    public HttpCacheMode? Mode
    {
        get => _mode;
        init => _mode = value is { } mode ? CallContextScope.ThrowIfUndefined(mode) : null;
    }

    /// <summary>Gets the name under which the response is stored in place of its URI.</summary>
    /// <value>The default is null: what <see cref="HttpCacheOptions.Key"/> returns. Stored in clear.</value>
    /// <remarks>Two requests with the same name get each other's responses.</remarks>
    public string? Key { get; init; }

    /// <summary>Gets whose response it is, such as a user or tenant id.</summary>
    /// <value>
    /// The default is null: what <see cref="HttpCacheOptions.Partition"/> returns, and then the request's credentials. Only a keyed
    /// hash of it is stored.
    /// </value>
    /// <remarks>It takes the place of the credentials: requests with the same value get each other's responses, whatever token they carry.</remarks>
    public string? Partition { get; init; }

    /// <summary>Gets how long a response counts as fresh for this request, from when it was received or confirmed, whatever it says itself.</summary>
    /// <value>
    /// The default is null: as long as it says (RFC 9111 §4.2.1). Zero makes every use ask the origin. From zero to 36,500 days.
    /// </value>
    /// <remarks>
    /// <para>Counts in the place of <c>max-age</c>, <c>s-maxage</c>, <c>Expires</c>, the heuristic, and a <c>no-cache</c> that names
    /// no fields. Only for what succeeded (200, 203, 204, 206, 300, 301, 308): an error lives no longer than it says. What says <c>no-store</c>, or
    /// may not be in a shared cache, is not stored for it; what was outdated or invalidated is not fresh by it.</para>
    /// <para>It is this request's alone: one without it judges the same stored response by what the response says.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public TimeSpan? TimeToLive
    {
        get => _timeToLive;
        init => _timeToLive = HttpCacheOptionsValidator.ThrowIfNoDuration(value);
    }

    /// <summary>Gets how far past its freshness lifetime a response is accepted without asking the origin, as <c>max-stale</c> says it (RFC 9111 §5.2.1.2).</summary>
    /// <value>The default is null: what the request's own header says. From zero, which accepts nothing stale, to 36,500 days.</value>
    /// <remarks>Never against the response's <c>no-cache</c> or <c>must-revalidate</c> (§4.2.4).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public TimeSpan? MaximumStale
    {
        get => _maximumStale;
        init => _maximumStale = HttpCacheOptionsValidator.ThrowIfNoDuration(value);
    }

    /// <summary>Gets how far past its freshness lifetime a response is accepted where the origin cannot be reached or answers 500, 502, 503 or 504 (RFC 5861 §4).</summary>
    /// <value>
    /// The default is null: what the request's header, else the longer of what the response and <see cref="HttpCacheOptions.StaleIfError"/>
    /// say. Zero wants the error. From zero to 36,500 days.
    /// </value>
    /// <remarks>Never against the response's <c>no-cache</c> or <c>must-revalidate</c>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public TimeSpan? StaleIfError
    {
        get => _staleIfError;
        init => _staleIfError = HttpCacheOptionsValidator.ThrowIfNoDuration(value);
    }

    /// <summary>Gets the tags that the response is given when it is stored or confirmed, by which <see cref="IHttpCache"/> invalidates or refreshes it with others.</summary>
    /// <value>The default is empty. At most <see cref="MaximumTags"/>, each of 1 to <see cref="MaximumTagLength"/> characters; compared letter for letter. Stored in clear.</value>
    /// <remarks>
    /// A response keeps the tags it has; one that is given ever more is in the end let go and fetched anew. They are the client's: those of other scopes are others, those of other users the same.
    /// A hit costs a look into the store for each.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">There are too many, or one is null, empty or too long.</exception>
    public IReadOnlyList<string> Tags
    {
        get => _tags;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            var tags = value.Distinct(StringComparer.Ordinal).ToArray();
            if (tags.Length > MaximumTags)
            {
                throw new ArgumentException($"There are {tags.Length} tags; a response takes {MaximumTags}.", nameof(value));
            }

            Array.ForEach(tags, static tag => ThrowIfNoTag(tag, nameof(Tags)));
            _tags = tags;
        }
    }

    /// <summary>Sets the policy of every request sent in this call context that has none of its own, for clients that hide their requests.</summary>
    /// <returns>The scope; disposing it restores what was before. It flows into awaited and started tasks, never out of them.</returns>
    /// <remarks>Of nested scopes the innermost counts, which may be one of a mode alone: for the mode.</remarks>
    /// <example><code>using (policy.ForThisCallContext()) { await client.GetUserAsync(); }</code></example>
    public IDisposable ForThisCallContext() => new CallContextScope(this);

    /// <summary>Throws where a text is no tag.</summary>
    internal static void ThrowIfNoTag(string? tag, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag, parameter);
        if (tag.Length > MaximumTagLength)
        {
            throw new ArgumentException($"The tag has {tag.Length} characters; it must have {MaximumTagLength} at most.", parameter);
        }
    }
}
