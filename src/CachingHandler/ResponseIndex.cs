using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Knows what responses are found and stored under beside the key of a request, and what else an answer makes wrong.</summary>
internal sealed class ResponseIndex(GuardedStore store, KeySelector keys, CacheNotes notes, bool searchesVary)
{
    // As many as a response may have when it comes, twice over.
    private const int MaximumNotes = 2 * (CacheGroups.MaximumCount + HttpCacheRequestPolicy.MaximumTags);

    private readonly SearchNotes _searches = new(store, notes, searchesVary);

    /// <summary>Tells whether what is found under a key is all there is to it, as it is for most.</summary>
    public bool IsSettled(HttpCacheKey key, IReadOnlyList<StoredResponse> found)
    {
        // Stores give arrays, and a list's interface costs more than all that is done here.
        ReadOnlySpan<StoredResponse> span = found as StoredResponse[] ?? [.. found];

        return span.IsEmpty ? !_searches.Concern(key) : !CacheNotes.Concern(span);
    }

    /// <summary>Returns what of that may be used; where it is nothing, what is stored for another query that means the same.</summary>
    public async ValueTask<IReadOnlyList<StoredResponse>> SettleAsync(
        HttpCacheKey key, IReadOnlyList<StoredResponse> found, CancellationToken cancellationToken)
    {
        var current = await notes.CurrentAsync(found, null, cancellationToken).ConfigureAwait(false);

        return current.Count == 0 && _searches.Concern(key)
            ? await _searches.FindAsync(key, cancellationToken).ConfigureAwait(false)
            : current;
    }

    /// <summary>Tells whether a response that is about to be stored is still right by the notes that it depends on.</summary>
    public async ValueTask<bool> IsCurrentAsync(StoredResponse response, CancellationToken cancellationToken) =>
        response.GroupsSpan.IsEmpty
        || (await notes.CurrentAsync([response], null, cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>Returns those responses that are still right by the notes that they depend on.</summary>
    public ValueTask<IReadOnlyList<StoredResponse>> CurrentAsync(
        IReadOnlyList<StoredResponse> responses, CancellationToken cancellationToken) =>
        notes.CurrentAsync(responses, null, cancellationToken);

    /// <summary>Invalidates all responses that depend on a note, those on their way as well.</summary>
    /// <returns>False when the store failed at it.</returns>
    public ValueTask<bool> InvalidateNoteAsync(HttpCacheKey note) => notes.InvalidateAsync(note, onlyIfThere: false);

    /// <summary>Returns where a response is to be stored.</summary>
    /// <param name="key">The key of the request.</param>
    /// <param name="target">The URI of the request, to whose origin the response's groups belong.</param>
    /// <param name="decision">What was decided about the response.</param>
    /// <param name="answer">The response.</param>
    /// <param name="tags">The tags that the application gives it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Placement> PlaceAsync(
        HttpCacheKey key,
        Uri target,
        ResponseDecision.Store decision,
        OriginAnswer answer,
        IReadOnlyList<string> tags,
        CancellationToken cancellationToken)
    {
        var head = decision.Head ?? answer.Head;
        var isPlain = key.Method is MethodClasses.Get && head.Extensions == ResponseExtensions.None && tags.Count == 0
            && (decision.Superseded is null || decision.Superseded.Key.Equals(key));

        return isPlain
            ? new(new Placement(key, []))
            : PlaceApartAsync(key, NotesOf(key, target, head, tags), decision.Superseded, head, answer.RequestTime, cancellationToken);
    }

    /// <summary>Takes a response whose header has been updated into the groups that it names now, and gives it the tags that are new.</summary>
    /// <param name="updated">The response, still with the groups that it named before.</param>
    /// <param name="target">The URI of the request, to whose origin the groups belong.</param>
    /// <param name="tags">The tags that the application gives it; those that it has stay.</param>
    /// <param name="requestTime">When the update was asked for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The response, and why it must not be kept; none when it may.</returns>
    public async ValueTask<(StoredResponse Updated, NotStoredReason Why)> FollowAsync(
        StoredResponse updated, Uri target, IReadOnlyList<string> tags, DateTimeOffset requestTime, CancellationToken cancellationToken)
    {
        if (tags.Count == 0 && !updated.Head.Extensions.HasFlag(ResponseExtensions.Groups))
        {
            return (updated, NotStoredReason.None);
        }

        var named = CacheGroups.Of(updated.Head).Select(name => keys.GroupOf(target, name)).ToHashSet();
        var isSame = named.Count == 0 || named.SetEquals(updated.Groups.Select(group => group.Key).Where(IsGroup));
        var kept = isSame ? updated.Groups : [.. updated.Groups.Where(group => !IsGroup(group.Key))];
        var added = tags.Select(keys.TagOf).Except(kept.Select(static group => group.Key));
        HttpCacheKey[] wanted = isSame ? [.. added] : [.. named, .. added];
        if (wanted.Length == 0)
        {
            return (updated, NotStoredReason.None);
        }

        // Tags that differ with each request would make the head grow for ever.
        if (kept.Count + wanted.Length > MaximumNotes)
        {
            return (updated, NotStoredReason.TooManyGroups);
        }

        var (entered, why) = await notes.EnterAsync(wanted, requestTime, cancellationToken).ConfigureAwait(false);

        return (updated.In([.. kept, .. entered]), why);

        static bool IsGroup(HttpCacheKey note) => note.Method is MethodClasses.GroupNote;
    }

    /// <summary>Returns the key of the request for a URI that a response was found for, be it under another key.</summary>
    public static HttpCacheKey Requested(StoredResponse found, Uri target) => found.Key.Method is MethodClasses.Search
        ? found.Key with { Method = MethodClasses.Get, Uri = UriNormalization.Normalize(target) }
        : found.Key;

    /// <summary>Invalidates what an answer makes wrong.</summary>
    /// <param name="key">The key of the request.</param>
    /// <param name="target">The URI of the request, to whose origin the groups belong.</param>
    /// <param name="uris">The URIs whose responses are wrong (RFC 9111 §4.4).</param>
    /// <param name="groups">The names of the groups whose responses are wrong (RFC 9875 §3).</param>
    public async ValueTask InvalidateAsync(HttpCacheKey key, Uri target, IReadOnlyList<Uri> uris, IReadOnlyList<string> groups)
    {
        foreach (var invalidated in keys.Of(key, uris))
        {
            await InvalidateAsync(invalidated).ConfigureAwait(false);
        }

        // So many that hardly anybody means it: groups without members get no note.
        var onlyIfThere = groups.Count > CacheGroups.MaximumCount;
        foreach (var name in groups)
        {
            await notes.InvalidateAsync(keys.GroupOf(target, name), onlyIfThere).ConfigureAwait(false);
        }
    }

    /// <summary>Invalidates what is stored for a URI: under its own key, with others whose queries mean the same, and for queries by body.</summary>
    /// <returns>False when the store failed at some of it.</returns>
    public async ValueTask<bool> InvalidateAsync(HttpCacheKey key)
    {
        var isDone = await store.InvalidateAsync(key).ConfigureAwait(false);
        isDone &= await _searches.InvalidateAsync(key).ConfigureAwait(false);

        return await notes.InvalidateAsync(KeySelector.QueriesOf(key), onlyIfThere: true).ConfigureAwait(false) && isDone;
    }

    // The responses to queries of a URI have keys that nobody can enumerate.
    private HttpCacheKey[] NotesOf(HttpCacheKey key, Uri target, ResponseHead head, IReadOnlyList<string> tags)
    {
        var named = CacheGroups.Of(head).Select(name => keys.GroupOf(target, name)).Concat(tags.Select(keys.TagOf));

        return key.Method is MethodClasses.Get ? [.. named] : [.. named, KeySelector.QueriesOf(key)];
    }

    private async ValueTask<Placement> PlaceApartAsync(
        HttpCacheKey key,
        HttpCacheKey[] wanted,
        StoredResponse? superseded,
        ResponseHead head,
        DateTimeOffset requestTime,
        CancellationToken cancellationToken)
    {
        var (groups, why) = await notes.EnterAsync(wanted, requestTime, cancellationToken).ConfigureAwait(false);
        if (why == NotStoredReason.None
            && await _searches.PlaceAsync(key, head, cancellationToken).ConfigureAwait(false) is { } place)
        {
            // What is stored under the URI itself would be found first. One by one: this may be the refresh of one of them,
            // which would be cancelled with the key.
            foreach (var hiding in await store.FindAsync(key, cancellationToken).ConfigureAwait(false))
            {
                await store.InvalidateAsync(hiding).ConfigureAwait(false);
            }

            key = place.Key;
            groups = [.. groups, new(place.Note.Key, place.Note.BodyId)];
        }

        if (superseded is not null && !superseded.Key.Equals(key))
        {
            await store.InvalidateAsync(superseded).ConfigureAwait(false);
        }

        return new Placement(key, groups, why);
    }
}
