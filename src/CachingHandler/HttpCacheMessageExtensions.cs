namespace CachingHandler;

/// <summary>Speaks to the cache through a request, and hears from it through a response.</summary>
public static class HttpCacheMessageExtensions
{
    /// <summary>Sets how the request uses the cache.</summary>
    /// <param name="request">The request, before it is sent.</param>
    /// <param name="mode">The mode; it beats the call context's.</param>
    /// <returns>The same request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mode"/> is no mode.</exception>
    public static HttpRequestMessage SetHttpCacheMode(this HttpRequestMessage request, HttpCacheMode mode)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Set(HttpCacheRequestOptions.Mode, CallContextScope.ThrowIfUndefined(mode));

        return request;
    }

    /// <summary>Makes the request fetch anew and replace what is stored, immutable or not; a browser's Ctrl+F5.</summary>
    /// <param name="request">The request, before it is sent.</param>
    /// <returns>The same request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static HttpRequestMessage ForceRefresh(this HttpRequestMessage request) =>
        request.SetHttpCacheMode(HttpCacheMode.ForceRefresh);

    /// <summary>Tells the cache what this one request wants of it: mode, key, partition, times, tags.</summary>
    /// <param name="request">The request, before it is sent.</param>
    /// <param name="policy">What it wants; takes the place of an earlier one.</param>
    /// <returns>The same request.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static HttpRequestMessage SetHttpCachePolicy(this HttpRequestMessage request, HttpCacheRequestPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(policy);
        request.Options.Set(HttpCacheRequestOptions.Policy, policy);

        return request;
    }

    /// <summary>Sets the mode of every request sent in this call context, for clients that hide their requests.</summary>
    /// <param name="mode">The mode.</param>
    /// <returns>The scope; disposing it restores the mode before. It flows into awaited and started tasks, never out of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mode"/> is no mode.</exception>
    /// <example><code>using (HttpCacheMode.ForceRefresh.ForThisCallContext()) { await client.GetUserAsync(); }</code></example>
    public static IDisposable ForThisCallContext(this HttpCacheMode mode) => new CallContextScope(mode);

    /// <summary>Returns what the cache did with the request that this response answers, and why.</summary>
    /// <param name="response">A response, from a client that has the cache among its handlers.</param>
    /// <returns>Null when no cache took part. Where caches are stacked, the outermost speaks.</returns>
    /// <remarks>
    /// The result of a response that the origin made travels with its content: it is lost where a handler outside of the cache
    /// puts other content in its place.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public static HttpCacheResult? GetHttpCacheResult(this HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);

        return HttpCacheResponseMessage.ResultOf(response);
    }
}
