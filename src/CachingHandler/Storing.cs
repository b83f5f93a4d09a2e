using System.Runtime.InteropServices;
using CachingHandler.Body;
using CachingHandler.Diagnostics;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Begins to store the origin's answer while it passes to the caller.</summary>
internal static class Storing
{
    // A few milliseconds; whoever wants a larger one under another variant asks the origin again each time.
    private const long MaximumCopied = 16 * 1024 * 1024;

    /// <summary>Puts a body fill in the place of the response's content; where that cannot be, the result says why.</summary>
    /// <returns>The fill; null where there is none.</returns>
    public static async ValueTask<BodyFill?> BeginAsync(
        CacheEnvironment cache,
        HttpCacheKey key,
        Uri target,
        ResponseDecision.Store store,
        OriginAnswer answer,
        HttpCacheResult result,
        IFillOwner? owner,
        CancellationToken cancellationToken)
    {
        var response = answer.Message;
        var declaredLength = DeclaredLength.Of(response);
        if (declaredLength > cache.MaximumBodySize || LengthOf(store, PartOf(store), declaredLength) > cache.MaximumBodySize)
        {
            await GiveUpAsync(cache, store, response, result, NotStoredReason.TooLarge).ConfigureAwait(false);
            return null;
        }

        var place = await cache.Index.PlaceAsync(key, target, store, answer, cache.Tags, cancellationToken).ConfigureAwait(false);
        if (place.Why != NotStoredReason.None)
        {
            await GiveUpAsync(cache, store, response, result, place.Why).ConfigureAwait(false);
            return null;
        }

        var watch = StoreWatch.Begin(cache.Logger, response.RequestMessage?.Method ?? HttpMethod.Get, target);
        try
        {
            var staging = await StageAsync(cache, store, answer, place, result, watch, cancellationToken).ConfigureAwait(false);
            if (staging is not { } staged)
            {
                watch?.End(result);
                return null;
            }

            var fill = new BodyFill(response.Content, staged.Head, staged.Body, cache.DrainLimit, cache.TimeProvider, owner);
            response.Content = new FillContent(fill.Lead(), result, declaredLength, response.Content);
            result.FreshUntil = FreshnessCalculator.FreshUntil(
                staged.Head.Head, answer.RequestTime, answer.ResponseTime, store.Lifetime);

            return fill;
        }
        catch (Exception exception) when (watch?.Failed(exception) == false)
        {
            throw;
        }
    }

    /// <summary>Stores a response once more, for requests with other selecting fields, unless it takes long to copy.</summary>
    public static async ValueTask CopyAsync(
        CacheEnvironment cache,
        StoredResponse stored,
        IReadOnlyList<KeyValuePair<string, string?>> selectingFields,
        StoredBody body,
        CancellationToken cancellationToken)
    {
        if (stored.BodyLength > MaximumCopied)
        {
            return;
        }

        var copy = stored.AsVariant(NewBodyId(), selectingFields);
        using var writer = await cache.Store
            .BeginWriteAsync(copy, stored.BodyLength, cancellationToken)
            .ConfigureAwait(false);
        if (writer is not null)
        {
            await writer.CopyAsync(body, 0, stored.BodyLength).ConfigureAwait(false);
            await writer.CommitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Returns an id that no other body has.</summary>
    public static Guid NewBodyId()
    {
        // Unique, not secret: the system's source of secrets costs half a microsecond more, each time.
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);

        return new Guid(bytes);
    }

    /// <summary>Leaves the response as it is and says why; what it was to replace is not served any longer.</summary>
    public static async ValueTask GiveUpAsync(
        CacheEnvironment cache,
        ResponseDecision.Store store,
        HttpResponseMessage response,
        HttpCacheResult result,
        NotStoredReason reason)
    {
        result.SetNotStored(reason);
        response.Content = new LabelledContent(response.Content, result);

        // Parts of the same bytes are still right.
        if (store.Superseded is { } superseded && store.CombinedWith is null)
        {
            await cache.Store.InvalidateAsync(superseded).ConfigureAwait(false);
        }
    }

    // Null when the store does not take it.
    private static async ValueTask<Staged?> StageAsync(
        CacheEnvironment cache,
        ResponseDecision.Store store,
        OriginAnswer answer,
        Placement place,
        HttpCacheResult result,
        StoreWatch? watch,
        CancellationToken cancellationToken)
    {
        var declaredLength = DeclaredLength.Of(answer.Message);
        var combination = await CombinationOf(cache, store, cancellationToken).ConfigureAwait(false);
        if (store.CombinedWith is not null && combination is null)
        {
            // What was stored is gone, so the new part stands for itself.
            store = store with { CombinedWith = null };
        }

        var stored = HeadOf(place, store, answer, declaredLength);
        var writer = await cache.Store
            .BeginWriteAsync(stored, declaredLength is null ? null : stored.BodyLength, cancellationToken)
            .ConfigureAwait(false);
        if (writer is null)
        {
            combination?.Dispose();
            await GiveUpAsync(cache, store, answer.Message, result, NotStoredReason.StoreFailed).ConfigureAwait(false);
            return null;
        }

        if (combination is not null)
        {
            await combination.CopyBeforeAsync(writer).ConfigureAwait(false);
        }

        // Parts of the same bytes are still right.
        var outdated = combination is null ? store.Superseded : null;
        var body = new BodyStaging(cache.Store, writer, result, declaredLength, cache.MaximumBodySize, outdated)
        {
            Combination = combination,
            Part = stored.Part is null ? null : stored,
            Resumption = combination is null ? ResumptionOf(stored, store, declaredLength) : null,
            Watch = watch,
        };

        return new Staged(stored, body);
    }

    private static async ValueTask<Combination?> CombinationOf(
        CacheEnvironment cache, ResponseDecision.Store store, CancellationToken cancellationToken) =>
        store.CombinedWith is { Part: { } part } other
        && await cache.Store.OpenBodyAsync(other, cancellationToken).ConfigureAwait(false) is { } body
            ? new Combination(body, part, store.Range!.Value.Bytes)
            : null;

    // Only a length that was declared tells that the bytes are those the origin counts: a handler that decompresses takes it
    // away. A complete response that is still there, for when the origin is not, is worth more than a part of the next. What
    // answers a query is asked for as a whole each time.
    private static Resumption? ResumptionOf(StoredResponse stored, ResponseDecision.Store store, long? declaredLength)
    {
        var isResumable = declaredLength > 0 && stored.StatusCode == 200 && StrongValidator.Of(stored.Head) is not null
            && stored.Key.Method is MethodClasses.Get or MethodClasses.Search
            && store.Superseded is null or { Part: not null };
        if (!isResumable)
        {
            return null;
        }

        var isOfSame = store.Superseded is { } superseded && string.Equals(
            StrongValidator.Of(superseded.Head), StrongValidator.Of(stored.Head), StringComparison.Ordinal);
        var storedLength = isOfSame ? store.Superseded!.BodyLength : 0;

        return store.Range is { } range
            ? new Resumption(stored, range.Bytes.First, range.CompleteLength, storedLength)
            : new Resumption(stored, 0, declaredLength, storedLength);
    }

    private static StoredResponse HeadOf(
        Placement place, ResponseDecision.Store store, OriginAnswer answer, long? declaredLength)
    {
        var part = PartOf(store);
        var head = store.Head ?? answer.Head.Keep(store.Fields);

        return new StoredResponse
        {
            Key = place.Key,
            Groups = place.Groups,
            BodyId = NewBodyId(),
            StatusCode = store.Head?.StatusCode ?? answer.Head.StatusCode,
            ReasonPhrase = store.Head is null ? answer.Message.ReasonPhrase : null,
            Version = answer.Message.Version,
            Fields = store.Fields,
            Head = head,
            SelectingFields = store.SelectingFields,
            RequestTime = answer.RequestTime,
            ResponseTime = answer.ResponseTime,
            BodyLength = LengthOf(store, part, declaredLength) ?? 0,
            Part = part,
            DiscardAfter = store.DiscardAfter,
            FreshUntil = store.FreshUntil,
        };
    }

    private static long? LengthOf(ResponseDecision.Store store, StoredPart? part, long? declaredLength) =>
        part?.Length ?? store.Range?.CompleteLength ?? declaredLength;

    // Null when the body holds, or is put together to, all of the representation.
    private static StoredPart? PartOf(ResponseDecision.Store store)
    {
        if (store.Range is not { } range)
        {
            return null;
        }

        if (store.CombinedWith is { Part: { } stored })
        {
            return stored.With(range.Bytes);
        }

        return range.Bytes.Length == range.CompleteLength ? null : new StoredPart([range.Bytes], range.CompleteLength);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Staged(StoredResponse Head, BodyStaging Body);
}
