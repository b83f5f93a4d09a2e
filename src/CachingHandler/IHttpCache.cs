namespace CachingHandler;

/// <summary>What an application may do to the responses that one client's cache keeps: make them invalid, or bring them up to date.</summary>
/// <remarks>
/// <para>Safe for concurrent use. A container has one for each client with a cache, under the client's name as service key
/// (<c>[FromKeyedServices("catalog")] IHttpCache cache</c>), and after <c>services.AddHttpCache()</c> one without a key, for the
/// handlers that are added by <c>AddHttpMessageHandler&lt;HttpCacheHandler&gt;()</c>. Without a container,
/// <see cref="HttpCacheHandler.Cache"/> has it.</para>
/// <para>It sees the responses of its client's <see cref="HttpCacheOptions.Scope"/>, of all users. What is invalid is not used again, not even
/// to be validated; what is on its way from the origin at that moment is not stored. Other processes with the same store see it
/// at their next look into the store.</para>
/// <para>A store that fails throws nothing here either: it is logged as an error and counted, and false is returned, for what
/// was to be invalid may still be served.</para>
/// </remarks>
public interface IHttpCache
{
    /// <summary>Invalidates what is stored for a URI, of all users: every variant, and what answers queries to it.</summary>
    /// <param name="uri">The URI, absolute; its spelling and fragment make no difference (RFC 3986 §6.2.2).</param>
    /// <param name="cancellationToken">Ends the walk; what is invalid by then stays so.</param>
    /// <returns>False when the store failed at some of it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="uri"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="uri"/> is relative.</exception>
    /// <remarks>
    /// Walks all that is stored, since a store does not know its users; in a store that cannot be walked, such as a distributed one, only
    /// what is stored for everybody goes, and false is returned. Does not find what has a key of the application's in the place of its URI.
    /// </remarks>
    public Task<bool> InvalidateAsync(Uri uri, CancellationToken cancellationToken = default);

    /// <summary>Invalidates what the cache would answer a request from: of its URI or key, for its user, every variant.</summary>
    /// <param name="request">The request as it would reach the cache, with its credentials and policy; it is not sent, and stays the caller's.</param>
    /// <param name="cancellationToken">Not waited for once the removal has begun.</param>
    /// <returns>False when the store failed at some of it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request's URI is missing or relative.</exception>
    /// <remarks>Looks at nothing else, and so takes no longer in a large store.</remarks>
    public Task<bool> InvalidateAsync(HttpRequestMessage request, CancellationToken cancellationToken = default);

    /// <summary>Invalidates everything that was given a tag (<see cref="HttpCacheRequestPolicy.Tags"/>).</summary>
    /// <param name="tag">The tag, letter for letter.</param>
    /// <param name="cancellationToken">Not waited for once the invalidation has begun.</param>
    /// <returns>False when the store failed at it.</returns>
    /// <exception cref="ArgumentException"><paramref name="tag"/> is null, empty, or longer than <see cref="HttpCacheRequestPolicy.MaximumTagLength"/>.</exception>
    /// <remarks>One write, however many responses have the tag.</remarks>
    public Task<bool> InvalidateTagAsync(string tag, CancellationToken cancellationToken = default);

    /// <summary>Invalidates what an origin has put into a group with <c>Cache-Groups</c> (RFC 9875), as its own <c>Cache-Group-Invalidation</c> would.</summary>
    /// <param name="origin">A URI of the origin, absolute; its path makes no difference.</param>
    /// <param name="group">The group's name, letter for letter.</param>
    /// <param name="cancellationToken">Not waited for once the invalidation has begun.</param>
    /// <returns>False when the store failed at it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="origin"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="origin"/> is relative, or <paramref name="group"/> is null or empty.</exception>
    /// <remarks>One write, however many responses are in the group.</remarks>
    public Task<bool> InvalidateGroupAsync(Uri origin, string group, CancellationToken cancellationToken = default);

    /// <summary>Asks the origin whether what is stored for a URI is still right, and stores what it answers.</summary>
    /// <param name="uri">The URI, absolute.</param>
    /// <param name="cancellationToken">Ends it; what is refreshed by then stays so.</param>
    /// <returns>The number of responses that the origin has confirmed or replaced.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="uri"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="uri"/> is relative.</exception>
    /// <exception cref="HttpRequestException">The origin cannot be reached, and nothing may stand in; what is left is not tried.</exception>
    /// <exception cref="InvalidOperationException">The client has no cache among its handlers.</exception>
    /// <remarks>
    /// <para>Requests go through the client and all its handlers, one after the other, with the fields that the stored responses vary by
    /// and conditions where there are validators. Credentials are not stored: where the client's own handlers do not add them, what belongs to a user, and what
    /// has a key of the application's or answers a query by its content, is invalidated in place of being refreshed.</para>
    /// <para>What the origin refuses or fails to answer is left as it is. A fresh response with <c>immutable</c> is not asked about (RFC 8246). What is not stored is not fetched.</para>
    /// <para>Walks all that is stored. In a store that cannot be walked, only what is stored for everybody is refreshed.</para>
    /// </remarks>
    public Task<int> RefreshAsync(Uri uri, CancellationToken cancellationToken = default);

    /// <summary>Does the same for everything that was given a tag; all of it keeps its tags.</summary>
    /// <param name="tag">The tag, letter for letter.</param>
    /// <param name="cancellationToken">Ends it; what is refreshed by then stays so.</param>
    /// <returns>The number of responses that the origin has confirmed or replaced.</returns>
    /// <exception cref="ArgumentException"><paramref name="tag"/> is null, empty, or longer than <see cref="HttpCacheRequestPolicy.MaximumTagLength"/>.</exception>
    /// <exception cref="HttpRequestException">As for <see cref="RefreshAsync"/>.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="RefreshAsync"/>.</exception>
    /// <remarks>Walks all that is stored. In a store that cannot be walked, it is invalidated in place of being refreshed.</remarks>
    public Task<int> RefreshTagAsync(string tag, CancellationToken cancellationToken = default);

    /// <summary>Does the same for what an origin has put into a group with <c>Cache-Groups</c> (RFC 9875).</summary>
    /// <param name="origin">A URI of the origin, absolute; its path makes no difference.</param>
    /// <param name="group">The group's name, letter for letter.</param>
    /// <param name="cancellationToken">Ends it; what is refreshed by then stays so.</param>
    /// <returns>The number of responses that the origin has confirmed or replaced.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="origin"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="origin"/> is relative, or <paramref name="group"/> is null or empty.</exception>
    /// <exception cref="HttpRequestException">As for <see cref="RefreshAsync"/>.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="RefreshAsync"/>.</exception>
    /// <remarks>As for a tag.</remarks>
    public Task<int> RefreshGroupAsync(Uri origin, string group, CancellationToken cancellationToken = default);

    /// <summary>Removes everything that the client's cache keeps, of all users.</summary>
    /// <param name="cancellationToken">Ends the walk; what is removed by then stays removed.</param>
    /// <returns>False when the store failed at some of it, or cannot be walked.</returns>
    /// <remarks>Walks all that is stored; what other clients keep in the same store stays. <c>HttpCacheStore.ClearAsync</c> removes everything at once.</remarks>
    public Task<bool> ClearAsync(CancellationToken cancellationToken = default);
}
