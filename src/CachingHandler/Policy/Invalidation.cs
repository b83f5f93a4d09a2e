using CachingHandler.Http;

namespace CachingHandler.Policy;

/// <summary>Tells which stored responses an answer makes wrong (RFC 9111 §4.4).</summary>
internal static class Invalidation
{
    /// <summary>Tells whether the method is known to leave the resource as it is (RFC 9110 §9.2.1 and the IANA registry).</summary>
    public static bool IsSafe(HttpMethod method) => method.Method is
        "GET" or "HEAD" or "OPTIONS" or "TRACE" or "QUERY" or "PROPFIND" or "REPORT" or "SEARCH";

    /// <summary>Returns the URIs to invalidate: the target, and <c>Location</c> and <c>Content-Location</c> of the same origin.</summary>
    public static IReadOnlyList<Uri> Of(in RequestHead request, ResponseHead response)
    {
        // Where a redirect was followed, the method itself was answered with it, which is no error.
        var succeeded = response.StatusCode is >= 200 and <= 399 || response.IsRedirected(request.Uri);
        if (IsSafe(request.Method) || !succeeded)
        {
            return [];
        }

        var invalidated = new List<Uri>(3) { request.Uri };
        Add(invalidated, request.Uri, response.Location);
        Add(invalidated, request.Uri, response.ContentLocation);

        return invalidated;
    }

    private static void Add(List<Uri> invalidated, Uri target, string? reference)
    {
        // Another origin's responses are not this one's to invalidate: that would be a way to empty somebody's cache.
        if (reference is not null && Uri.TryCreate(target, reference, out var uri) && IsSameOrigin(uri, target))
        {
            invalidated.Add(uri);
        }
    }

    private static bool IsSameOrigin(Uri left, Uri right) =>
        string.Equals(left.Scheme, right.Scheme, StringComparison.Ordinal)
        && string.Equals(left.IdnHost, right.IdnHost, StringComparison.OrdinalIgnoreCase)
        && left.Port == right.Port;
}
