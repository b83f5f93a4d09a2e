using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Invalidates and refreshes what one client's cache keeps.</summary>
/// <param name="current">Returns what the client's requests share, by the options that are in force.</param>
/// <param name="send">Sends a request through the client, and returns as soon as the header is there.</param>
internal sealed partial class ClientCache(
    Func<CacheEnvironment> current, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send) : IHttpCache
{
    /// <inheritdoc/>
    public async Task<bool> InvalidateAsync(Uri uri, CancellationToken cancellationToken = default)
    {
        ThrowIfRelative(uri, nameof(uri));
        var cache = current();
        var name = UriNormalization.Normalize(uri);
        var stored = await BeginAsync(cache, key => IsNear(key, name), cancellationToken).ConfigureAwait(false);
        var isDone = stored is not null;
        var partitions = (stored ?? []).Select(static response => response.Key.Partition).Prepend(cache.Keys.Everybody);
        foreach (var partition in partitions.Distinct(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            isDone &= await cache.Index.InvalidateAsync(new HttpCacheKey(MethodClasses.Get, name, partition)).ConfigureAwait(false);
        }

        return isDone;
    }

    /// <inheritdoc/>
    public async Task<bool> InvalidateAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ThrowIfRelative(request.RequestUri, nameof(request));
        cancellationToken.ThrowIfCancellationRequested();
        var cache = current();
        var head = RequestHead.Of(request, CallContextScope.ModeOf(request, out var policy));
        var key = cache.Keys.Of(request, in head, policy);

        return await cache.Index.InvalidateAsync(key).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> InvalidateTagAsync(string tag, CancellationToken cancellationToken = default)
    {
        HttpCacheRequestPolicy.ThrowIfNoTag(tag, nameof(tag));
        cancellationToken.ThrowIfCancellationRequested();
        var cache = current();

        return await cache.Index.InvalidateNoteAsync(cache.Keys.TagOf(tag)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> InvalidateGroupAsync(Uri origin, string group, CancellationToken cancellationToken = default)
    {
        ThrowIfRelative(origin, nameof(origin));
        ArgumentException.ThrowIfNullOrEmpty(group);
        cancellationToken.ThrowIfCancellationRequested();
        var cache = current();

        return await cache.Index.InvalidateNoteAsync(cache.Keys.GroupOf(origin, group)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> ClearAsync(CancellationToken cancellationToken = default)
    {
        var cache = current();
        var stored = await BeginAsync(cache, static _ => true, cancellationToken).ConfigureAwait(false);
        var isDone = stored is not null;
        foreach (var response in stored ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            isDone &= await cache.Store.InvalidateAsync(response).ConfigureAwait(false);
        }

        return isDone;
    }

    private static void ThrowIfRelative(Uri? uri, string parameter)
    {
        ArgumentNullException.ThrowIfNull(uri, parameter);
        if (!uri.IsAbsoluteUri)
        {
            throw new ArgumentException($"The URI '{uri}' is relative; responses are stored under absolute ones.", parameter);
        }
    }

    // What is stored for other queries of the same path may answer this one (No-Vary-Search).
    private static bool IsNear(HttpCacheKey key, string uri) => WithoutQuery(key.Uri).SequenceEqual(WithoutQuery(uri));

    private static ReadOnlySpan<char> WithoutQuery(string uri) =>
        uri.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? uri.AsSpan(0, query) : uri;

    // First what is on its way, so that it is not stored after the walk has passed. Null when the store fails.
    private static async Task<List<StoredResponse>?> BeginAsync(
        CacheEnvironment cache, Func<HttpCacheKey, bool> isMeant, CancellationToken cancellationToken)
    {
        bool IsMeant(HttpCacheKey key) => cache.Keys.Contains(key) && isMeant(key);

        cache.Store.Fetches.Outdate(IsMeant);
        await cache.Store.Background.CancelAsync(IsMeant).ConfigureAwait(false);

        return await cache.Store.TryListAsync(response => IsMeant(response.Key), cancellationToken).ConfigureAwait(false);
    }
}
