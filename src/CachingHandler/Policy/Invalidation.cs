using CachingHandler.Http;

namespace CachingHandler.Policy;

/// <summary>Tells which stored responses an answer makes wrong (RFC 9111 §4.4).</summary>
internal static class Invalidation
{
    /// <summary>Tells whether the request is known to leave the resource as it is (RFC 9110 §9.2.1 and the IANA registry).</summary>
    public static bool IsSafe(in RequestHead request) => request.IsQuery || IsSafe(request.Method);

    /// <summary>Returns the URIs to invalidate: the target, and of the same origin where it was redirected to,
    /// <c>Location</c> and <c>Content-Location</c>.</summary>
    public static IReadOnlyList<Uri> Of(in RequestHead request, ResponseHead response)
    {
        // Where a redirect was followed, the method itself was answered with it, which is no error.
        var redirected = response.IsRedirected(request.Uri);
        var succeeded = response.StatusCode is >= 200 and <= 399 || redirected;
        if (IsSafe(in request) || !succeeded)
        {
            return [];
        }

        // A redirect either repeated the method where it points to, or names what the method changed.
        var invalidated = new List<Uri>(4) { request.Uri };
        var answering = redirected ? response.FinalUri! : request.Uri;
        if (IsSameOrigin(answering, request.Uri))
        {
            if (redirected)
            {
                invalidated.Add(answering);
            }

            Add(invalidated, answering, response.Location);
            Add(invalidated, answering, response.ContentLocation);
        }

        return invalidated;
    }

    /// <summary>Returns the groups of the request's origin to invalidate (RFC 9875 §3).</summary>
    /// <remarks>Where a redirect was followed, it is that answer's word: of another origin, or to a safe method, it counts for nothing.</remarks>
    public static IReadOnlyList<string> GroupsOf(in RequestHead request, ResponseHead response)
    {
        var counts = response.Extensions.HasFlag(ResponseExtensions.GroupInvalidation)
            && !IsSafe(in request)
            && response.StatusCode is >= 200 and <= 399
            && (!response.IsRedirected(request.Uri)
                || (IsSameOrigin(response.FinalUri!, request.Uri) && !IsSafe(response.FinalMethod!)));

        return counts ? CacheGroups.InvalidatedBy(response) : [];
    }

    private static bool IsSafe(HttpMethod method) => method.Method is
        "GET" or "HEAD" or "OPTIONS" or "TRACE" or "QUERY" or "PROPFIND" or "REPORT" or "SEARCH";

    private static void Add(List<Uri> invalidated, Uri answering, string? reference)
    {
        // Another origin's responses are not this one's to invalidate: that would be a way to empty somebody's cache.
        if (reference is not null && Uri.TryCreate(answering, reference, out var uri) && IsSameOrigin(uri, answering))
        {
            invalidated.Add(uri);
        }
    }

    private static bool IsSameOrigin(Uri left, Uri right) =>
        string.Equals(left.Scheme, right.Scheme, StringComparison.Ordinal)
        && string.Equals(left.IdnHost, right.IdnHost, StringComparison.OrdinalIgnoreCase)
        && left.Port == right.Port;
}
