using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>Holds the caller's conditions and range against a stored response (RFC 9111 §4.3.2, RFC 9110 §13.2, §14.2).</summary>
internal static class Preconditions
{
    /// <summary>Returns the form in which the stored response answers the request, once it may be used.</summary>
    public static ReplyForm Of(in RequestHead request, StoredResponse stored)
    {
        if (stored.Part is null && (request.IsPlain || !(request.HasCondition || request.HasRange)))
        {
            return ReplyForm.Whole;
        }

        // RFC 9110 §13.2.1: a condition is for a response that would succeed without it.
        if (request.HasCondition && stored.StatusCode is >= 200 and < 300 && IsNotModified(in request, stored))
        {
            return new ReplyForm(ReplyKind.NotModified);
        }

        var mayBePart = request.HasRange && request.Method == HttpMethod.Get && stored.StatusCode == 200
            && IsInRange(in request, stored.Head);

        return mayBePart && RangeOf(in request) is { } range
            ? FormOf(range, stored)
            : stored.Part is null ? ReplyForm.Whole : ReplyForm.Missing;
    }

    /// <summary>Tells whether <c>If-None-Match</c> of the caller's own names the tag; false where it has no such field.</summary>
    public static bool Names(in RequestHead request, string? entityTag) =>
        request.HasCondition && request.TryGetField(HeaderNames.IfNoneMatch, out var tags)
        && EntityTag.ListHas(tags, entityTag);

    // RFC 9110 §13.1.3: If-None-Match makes If-Modified-Since count for nothing.
    private static bool IsNotModified(in RequestHead request, StoredResponse stored)
    {
        if (request.TryGetField(HeaderNames.IfNoneMatch, out var tags))
        {
            return EntityTag.ListHas(tags, stored.Head.EntityTag);
        }

        // §4.3.2: without Last-Modified, when the response was made or received stands for it.
        return request.TryGetField(HeaderNames.IfModifiedSince, out var text)
            && HttpDate.Parse(text, stored.ResponseTime) is { } since
            && (stored.Head.LastModified ?? stored.Head.Date ?? stored.ResponseTime) <= since;
    }

    private static RequestedRange? RangeOf(in RequestHead request) =>
        request.TryGetField(HeaderNames.Range, out var value) ? RequestedRange.Parse(value) : null;

    // RFC 9110 §13.1.5: only the same bytes are good enough, by a strong tag or a date that is as good as one.
    private static bool IsInRange(in RequestHead request, ResponseHead stored)
    {
        if (!request.TryGetField(HeaderNames.IfRange, out var condition))
        {
            return true;
        }

        return EntityTag.StrongEquals(condition, stored.EntityTag)
            || (StrongValidator.IsStrongDate(stored) && string.Equals(condition, stored.LastModifiedText, StringComparison.Ordinal));
    }

    private static ReplyForm FormOf(RequestedRange range, StoredResponse stored)
    {
        if (stored.CompleteLength is { } length)
        {
            return range.Of(length) is { } satisfiable
                ? FormOf(satisfiable, stored)
                : new ReplyForm(ReplyKind.NotSatisfiable);
        }

        return range.OfUnknownLength() is { } wanted ? FormOf(wanted, stored) : ReplyForm.Missing;
    }

    private static ReplyForm FormOf(ByteRange wanted, StoredResponse stored) =>
        stored.Part is { } part && part.OffsetOf(wanted) is null
            ? ReplyForm.Missing
            : new ReplyForm(ReplyKind.Part, wanted);
}
