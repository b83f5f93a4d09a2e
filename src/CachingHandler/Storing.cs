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
        ResponseDecision.Store store,
        HttpResponseMessage response,
        (DateTimeOffset Request, DateTimeOffset Response) times,
        HttpCacheResult result,
        CancellationToken cancellationToken)
    {
        var declaredLength = DeclaredLength.Of(response);
        if (declaredLength > cache.MaximumBodySize)
        {
            result.SetNotStored(NotStoredReason.TooLarge);
            return;
        }

        var stored = HeadOf(key, store, response, declaredLength ?? 0, times);
        var writer = await cache.Store.BeginWriteAsync(stored, declaredLength, cancellationToken).ConfigureAwait(false);
        if (writer is null)
        {
            result.SetNotStored(NotStoredReason.StoreFailed);
            return;
        }

        var fill = new BodyFill(cache.Store, writer, result, declaredLength, cache.MaximumBodySize);
        response.Content = new FillContent(response.Content, fill, declaredLength);
        if (declaredLength == 0)
        {
            // Nobody reads an empty body.
            await fill.ReceivedAsync(default).ConfigureAwait(false);
        }
    }

    private static StoredResponse HeadOf(
        HttpCacheKey key,
        ResponseDecision.Store store,
        HttpResponseMessage response,
        long declaredLength,
        (DateTimeOffset Request, DateTimeOffset Response) times) => new()
        {
            Key = key,
            BodyId = NewBodyId(),
            StatusCode = (int)response.StatusCode,
            ReasonPhrase = response.ReasonPhrase,
            Version = response.Version,
            Fields = store.Head.Fields,
            Head = store.Head,
            SelectingFields = store.SelectingFields,
            RequestTime = times.Request,
            ResponseTime = times.Response,
            BodyLength = declaredLength,
            DiscardAfter = store.DiscardAfter,
        };

    // Unique, not secret: the system's source of secrets costs half a microsecond more, each time.
    private static Guid NewBodyId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);

        return new Guid(bytes);
    }
}
