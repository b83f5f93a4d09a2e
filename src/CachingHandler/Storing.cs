using CachingHandler.Body;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Begins to store the origin's answer while it passes to the caller.</summary>
internal static class Storing
{
    /// <summary>Puts a body fill in the place of the response's content; where that cannot be, the result says why.</summary>
    public static async ValueTask BeginAsync(
        CacheEnvironment cache,
        HttpCacheKey key,
        Uri target,
        ResponseDecision.Store store,
        OriginAnswer answer,
        HttpCacheResult result,
        CancellationToken cancellationToken)
    {
        var response = answer.Message;
        var declaredLength = DeclaredLength.Of(response);
        if (declaredLength > cache.MaximumBodySize)
        {
            await GiveUpAsync(cache, store, response, result, NotStoredReason.TooLarge).ConfigureAwait(false);
            return;
        }

        var place = await cache.Index.PlaceAsync(key, target, store, answer, cancellationToken).ConfigureAwait(false);
        if (place.Why != NotStoredReason.None)
        {
            await GiveUpAsync(cache, store, response, result, place.Why).ConfigureAwait(false);
            return;
        }

        var stored = HeadOf(place, store, answer, declaredLength ?? 0);
        var writer = await cache.Store.BeginWriteAsync(stored, declaredLength, cancellationToken).ConfigureAwait(false);
        if (writer is null)
        {
            await GiveUpAsync(cache, store, response, result, NotStoredReason.StoreFailed).ConfigureAwait(false);
            return;
        }

        var fill = new BodyFill(cache.Store, writer, result, declaredLength, cache.MaximumBodySize, store.Superseded);
        response.Content = new FillContent(response.Content, fill, result, declaredLength);
        if (declaredLength == 0)
        {
            // Nobody reads an empty body.
            await fill.ReceivedAsync(default).ConfigureAwait(false);
        }
    }

    private static async ValueTask GiveUpAsync(
        CacheEnvironment cache,
        ResponseDecision.Store store,
        HttpResponseMessage response,
        HttpCacheResult result,
        NotStoredReason reason)
    {
        result.SetNotStored(reason);
        response.Content = new LabelledContent(response.Content, result);
        if (store.Superseded is { } superseded)
        {
            await cache.Store.InvalidateAsync(superseded).ConfigureAwait(false);
        }
    }

    private static StoredResponse HeadOf(
        Placement place, ResponseDecision.Store store, OriginAnswer answer, long declaredLength) => new()
        {
            Key = place.Key,
            Groups = place.Groups,
            BodyId = NewBodyId(),
            StatusCode = answer.Head.StatusCode,
            ReasonPhrase = answer.Message.ReasonPhrase,
            Version = answer.Message.Version,
            Fields = store.Fields,
            Head = answer.Head.Keep(store.Fields),
            SelectingFields = store.SelectingFields,
            RequestTime = answer.RequestTime,
            ResponseTime = answer.ResponseTime,
            BodyLength = declaredLength,
            DiscardAfter = store.DiscardAfter,
        };

    /// <summary>Returns an id that no other body has.</summary>
    public static Guid NewBodyId()
    {
        // Unique, not secret: the system's source of secrets costs half a microsecond more, each time.
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);

        return new Guid(bytes);
    }
}
