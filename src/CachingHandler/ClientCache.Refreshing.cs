using System.Runtime.InteropServices;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <content>Refreshing.</content>
internal sealed partial class ClientCache
{
    /// <inheritdoc/>
    public Task<int> RefreshAsync(Uri uri, CancellationToken cancellationToken = default)
    {
        ThrowIfRelative(uri, nameof(uri));
        var cache = current();
        var name = UriNormalization.Normalize(uri);
        var everybodys = new HttpCacheKey(MethodClasses.Get, name, cache.Keys.Everybody);

        return RefreshAsync(
            cache,
            response => string.Equals(response.Key.Uri, name, StringComparison.Ordinal),
            async () => await cache.Store.FindAsync(everybodys, cancellationToken).ConfigureAwait(false),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> RefreshTagAsync(string tag, CancellationToken cancellationToken = default)
    {
        HttpCacheRequestPolicy.ThrowIfNoTag(tag, nameof(tag));
        var cache = current();

        return RefreshAsync(cache, cache.Keys.TagOf(tag), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> RefreshGroupAsync(Uri origin, string group, CancellationToken cancellationToken = default)
    {
        ThrowIfRelative(origin, nameof(origin));
        ArgumentException.ThrowIfNullOrEmpty(group);
        var cache = current();

        return RefreshAsync(cache, cache.Keys.GroupOf(origin, group), cancellationToken);
    }

    // What nobody can list cannot be refreshed, but it can be invalidated.
    private Task<int> RefreshAsync(CacheEnvironment cache, HttpCacheKey note, CancellationToken cancellationToken) => RefreshAsync(
        cache,
        response => response.Groups.Any(group => group.Key.Equals(note)),
        async () =>
        {
            await cache.Index.InvalidateNoteAsync(note).ConfigureAwait(false);

            return [];
        },
        cancellationToken);

    private async Task<int> RefreshAsync(
        CacheEnvironment cache,
        Func<StoredResponse, bool> isMeant,
        Func<Task<IReadOnlyList<StoredResponse>>> withoutAWalk,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredResponse>? listed = await cache.Store
            .TryListAsync(response => !response.Key.IsNote && cache.Keys.Contains(response.Key) && isMeant(response), cancellationToken)
            .ConfigureAwait(false);
        listed ??= await withoutAWalk().ConfigureAwait(false);
        var stored = await cache.Index.CurrentAsync(listed, cancellationToken).ConfigureAwait(false);
        var count = 0;

        // Those of several users are asked for once; whom the answer is for is looked at below.
        foreach (var alike in stored.GroupBy(QuestionOf, StringComparer.Ordinal))
        {
            var first = alike.First();
            Answer? answer = CanBeAskedFor(first.Key) ? await AskAsync(cache, first, alike, cancellationToken).ConfigureAwait(false) : null;
            foreach (var response in alike)
            {
                count += await IsRefreshedAsync(cache, response, answer, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
        }

        return count;
    }

    // A name of the application's says nothing of the URI, and a digest nothing of a query's content.
    private static bool CanBeAskedFor(HttpCacheKey key) =>
        key.Method is MethodClasses.Get or MethodClasses.Search && !KeySelector.IsNamed(key);

    private static string QuestionOf(StoredResponse response) => CanBeAskedFor(response.Key)
        ? string.Join('\n', RepeatableFields(response).Select(static field => $"{field.Key}:{field.Value}").Prepend(response.Key.Uri))
        : string.Empty;

    private static IEnumerable<KeyValuePair<string, string?>> RepeatableFields(StoredResponse response) =>
        response.SelectingFields.Where(static field => field.Value is not null && SelectingHeaders.IsKeptAsItIs(field.Key));

    private async Task<Answer> AskAsync(
        CacheEnvironment cache, StoredResponse stored, IEnumerable<StoredResponse> alike, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, stored.Key.Uri);
        foreach (var (name, value) in RepeatableFields(stored))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var tags = alike.SelectMany(static response => response.Groups).Select(static group => group.Key)
            .Where(static note => note.Method is MethodClasses.TagNote).Select(static note => note.Uri).Distinct(StringComparer.Ordinal);
        var policy = new HttpCacheRequestPolicy(tags) { Mode = HttpCacheMode.Revalidate };
        request.SetHttpCachePolicy(policy);

        using var response = await send(request, cancellationToken).ConfigureAwait(false);
        var result = response.GetHttpCacheResult()
            ?? throw new InvalidOperationException("The client has no cache among its handlers; ask for the IHttpCache of one that has.");
        await response.Content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);

        // As the cache saw it: with the credentials that the client's handlers have added.
        var asked = response.RequestMessage ?? request;
        var partition = cache.Keys.Of(asked, RequestHead.Of(asked), policy).Partition;

        return new Answer(partition, result.OriginStatus is { } status && (status == 304 || CachePolicy.MovedOn(status)));
    }

    // What was asked for and refused, or is immutable, stays. What was not asked for, because it belongs to somebody else, or which the
    // answer was not about, being another variant, is not to be given to anybody any longer.
    private static async Task<bool> IsRefreshedAsync(
        CacheEnvironment cache, StoredResponse response, Answer? answer, CancellationToken cancellationToken)
    {
        if (answer is { IsAboutIt: false } refused && string.Equals(refused.Partition, response.Key.Partition, StringComparison.Ordinal))
        {
            return false;
        }

        var found = await cache.Store.FindAsync(response.Key, cancellationToken).ConfigureAwait(false);
        var same = found.FirstOrDefault(one => one.BodyId == response.BodyId && one.ResponseTime == response.ResponseTime);
        if (same is null)
        {
            return found.Any(response.IsSameVariantAs);
        }

        await cache.Store.InvalidateAsync(same).ConfigureAwait(false);

        return false;
    }

    /// <summary>What came of asking the origin.</summary>
    /// <param name="Partition">For whom it was asked.</param>
    /// <param name="IsAboutIt">Whether it was asked, and said what there is now.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Answer(string Partition, bool IsAboutIt);
}
