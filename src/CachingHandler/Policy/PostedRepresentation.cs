using CachingHandler.Http;

namespace CachingHandler.Policy;

/// <summary>Tells whether the answer to a POST is what a later GET of the same URI would be answered with (RFC 9110 §9.3.3).</summary>
internal static class PostedRepresentation
{
    /// <summary>Tells whether the answer may be stored for GET.</summary>
    /// <remarks>
    /// It has to say so with a <c>Content-Location</c> that is the target itself (RFC 9110 §8.7), which confines it to the URI
    /// that was asked; and with 200, since of a 201 or 202 it is the action's outcome that the status is about.
    /// </remarks>
    public static bool IsIn(in RequestHead request, ResponseHead response, DateTimeOffset responseTime, CacheRules rules) =>
        request.Method == HttpMethod.Post
        && !request.IsQuery
        && request.Mode != HttpCacheMode.Bypass
        && !request.Directives.NoStore
        && response.StatusCode == 200
        && !response.IsRedirected(request.Uri)
        && IsLocated(request.Uri, response)
        && Storability.WhyNotToAnswer(in request, response, responseTime, rules) == NotStoredReason.None;

    // Two of them contradict each other, and an empty one is more likely a mistake than a reference to the target.
    private static bool IsLocated(Uri target, ResponseHead response) =>
        !string.IsNullOrEmpty(response.ContentLocation)
        && response.Fields.GetValues(HeaderNames.ContentLocation).Count() == 1
        && Uri.TryCreate(target, response.ContentLocation, out var location)
        && location.Scheme is "http" or "https"
        && string.Equals(UriNormalization.Normalize(location), UriNormalization.Normalize(target), StringComparison.Ordinal);
}
