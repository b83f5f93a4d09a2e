using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <content>What to do with a part of a representation (RFC 9111 §3.3, §3.4).</content>
internal sealed partial class CachePolicy
{
    // To put parts together copies what is stored: worth it while that is little, or not much against what is new.
    private const long AlwaysCopied = 16 * 1024 * 1024;
    private const long CopiedPerNewByte = 8;

    private ResponseDecision Complete(
        in RequestHead request,
        RequestDecision.Complete complete,
        ResponseHead response,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime)
    {
        var partial = complete.Response;
        var isRest = response.StatusCode == 206 && !response.IsRedirected(request.Uri)
            && PartialContent.RangeOf(response) is { } range
            && range.Bytes == complete.Missing && range.CompleteLength == partial.CompleteLength
            && PartialContent.IsOfSame(response, partial.Head);
        if (!isRest)
        {
            return new ResponseDecision.Refetch(new RequestDecision.Fetch(
                HttpCacheReason.ValidationMismatch, Validation.EndToEnd(in request), partial));
        }

        var merged = Validation.Merge(partial.Fields, StorableFields.EndToEnd(response));
        var head = partial.Head.FreshenedBy(response, merged);
        var fields = StorableFields.Of(head, rules);

        return new ResponseDecision.Combine(
            partial,
            complete.Missing,
            merged,
            Store(in request, head, fields, requestTime, responseTime, partial) with { Head = head.Keeping(fields) },
            Storability.WhyNotKept(in request, head, responseTime, rules));
    }

    private ResponseDecision Part(
        in RequestHead request,
        StoredResponse? known,
        ResponseHead response,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime)
    {
        // §3.4: only a strong validator says that the parts are of the same bytes.
        var isSame = known is { StatusCode: 200 } && StrongValidator.Of(known.Head) is { } validator
            && string.Equals(validator, StrongValidator.Of(response), StringComparison.Ordinal);
        var nothing = new ResponseDecision.PassThrough(NotStoredReason.Part, [], isSame ? null : known);
        if (request.Method != HttpMethod.Get || PartialContent.RangeOf(response) is not { } range)
        {
            return nothing;
        }

        var fields = StorableFields.EndToEnd(response);
        var head = isSame
            ? known!.Head.FreshenedBy(response, Validation.Merge(known.Fields, fields))
            : new ResponseHead(200, PartialContent.AsWhole(fields, range), responseTime);
        var why = response.IsRedirected(request.Uri)
            ? NotStoredReason.Redirected
            : Storability.WhyNotKept(in request, head, responseTime, rules);
        if (why != NotStoredReason.None)
        {
            return nothing with { Why = why };
        }

        if (isSame && known!.CompleteLength == range.CompleteLength && PartialContent.Holds(known, range.Bytes))
        {
            return nothing with
            {
                Current = known,
                Updated = Kept(Updated(in request, known, response, requestTime, responseTime)),
            };
        }

        if (isSame && !MayCombine(known!, range))
        {
            return nothing;
        }

        fields = StorableFields.Of(head, rules);
        var store = Store(in request, head, fields, requestTime, responseTime, known);
        store = store with { Head = head.Keeping(fields), Range = range, CombinedWith = isSame ? known : null };

        return store;
    }

    // The same bytes are as many, so an origin that tells another length of them is wrong about one of the two.
    private static bool MayCombine(StoredResponse known, ContentRange range) =>
        known.Part is not null && known.CompleteLength == range.CompleteLength
        && known.BodyLength <= Math.Max(AlwaysCopied, CopiedPerNewByte * range.Bytes.Length);
}
