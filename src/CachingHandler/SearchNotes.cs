using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Finds responses under URIs whose queries differ in what makes no difference (draft-ietf-httpbis-no-vary-search).</summary>
/// <remarks>
/// A response with such a rule is stored under its URI as the rule leaves it, in a method class of its own. A note for the URI
/// without query has the rule of the response that came last, which leads every other query there. The response depends on
/// the note as on a group's, so that what an earlier rule led to is not found again by a later one.
/// </remarks>
internal sealed class SearchNotes(GuardedStore store, CacheNotes notes, bool isOn)
{
    /// <summary>Tells whether responses of other queries are looked for when nothing is stored under a key.</summary>
    public bool Concern(HttpCacheKey key) => isOn && key.Method is MethodClasses.Get && !KeySelector.IsNamed(key);

    /// <summary>Returns what is stored for queries that mean the same; empty when nothing is.</summary>
    public async ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        var note = await notes.FindAsync(NoteOf(key), cancellationToken).ConfigureAwait(false);
        if (note is null || Place(key, SearchVariance.Of(note.Head)) is not { } place)
        {
            return [];
        }

        var candidates = await store.FindAsync(place, cancellationToken).ConfigureAwait(false);
        candidates = await notes.CurrentAsync(candidates, note, cancellationToken).ConfigureAwait(false);

        // A validation may have changed a response's own rule.
        return [.. candidates.Where(candidate => IsSame(SearchVariance.Of(candidate.Head), SearchVariance.Of(note.Head)))];
    }

    /// <summary>Returns where a response with a rule is stored, and the note that it depends on; null when its rule counts for nothing.</summary>
    public async ValueTask<(HttpCacheKey Key, StoredResponse Note)?> PlaceAsync(
        HttpCacheKey key, ResponseHead response, CancellationToken cancellationToken)
    {
        if (!response.Extensions.HasFlag(ResponseExtensions.SearchVariance) || !Concern(key) || SearchVariance.Of(response) is not { } variance
            || Place(key, variance) is not { } place)
        {
            return null;
        }

        var note = await notes.FindAsync(NoteOf(key), cancellationToken).ConfigureAwait(false);
        if (note is null || !IsSame(SearchVariance.Of(note.Head), variance))
        {
            var rule = response.Fields.GetValues(HeaderNames.NoVarySearch)
                .Select(static line => new KeyValuePair<string, string>(HeaderNames.NoVarySearch, line));
            note = await notes.MakeAsync(NoteOf(key), new HeaderFields(rule), cancellationToken).ConfigureAwait(false);
        }

        if (note is null)
        {
            return null;
        }

        await notes.KeepUpAsync(note, cancellationToken).ConfigureAwait(false);

        return (place, note);
    }

    /// <summary>Invalidates what is stored for queries that mean the same, whether such responses are looked for or not: another handler may.</summary>
    /// <returns>False when the store failed at it.</returns>
    public async ValueTask<bool> InvalidateAsync(HttpCacheKey key)
    {
        var found = await store.TryFindAsync(NoteOf(key)).ConfigureAwait(false);
        if (found is null)
        {
            // Without the rule nobody knows where; without the note nobody finds it.
            return await store.InvalidateAsync(NoteOf(key)).ConfigureAwait(false);
        }

        return found.Count == 0 || Place(key, SearchVariance.Of(found[0].Head)) is not { } place
            || await store.InvalidateAsync(place).ConfigureAwait(false);
    }

    private static HttpCacheKey NoteOf(HttpCacheKey key)
    {
        var query = key.Uri.IndexOf('?', StringComparison.Ordinal);

        return key with { Method = MethodClasses.SearchNote, Uri = query < 0 ? key.Uri : key.Uri[..query] };
    }

    private static HttpCacheKey? Place(HttpCacheKey key, SearchVariance? variance) =>
        variance?.Apply(key.Uri) is { } uri ? key with { Method = MethodClasses.Search, Uri = uri } : null;

    private static bool IsSame(SearchVariance? left, SearchVariance? right) =>
        left is not null && string.Equals(left.Text, right?.Text, StringComparison.Ordinal);
}
