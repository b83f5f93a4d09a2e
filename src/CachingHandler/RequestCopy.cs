namespace CachingHandler;

/// <summary>Makes the request that goes to the origin in place of the caller's, where fields have to be added.</summary>
internal static class RequestCopy
{
    /// <summary>The value of an addition that only takes the caller's field away.</summary>
    public const string Without = "";

    // Microsoft's resilience handlers keep an object there that goes back to its pool when the caller has its response.
    private const string PooledOption = "Resilience.Http.ResilienceContext";

    /// <summary>Returns a copy with fields added, each in the place of the caller's field of that name.</summary>
    public static HttpRequestMessage Of(HttpRequestMessage request, IReadOnlyList<KeyValuePair<string, string>> additions) =>
        Of(request, additions, string.Empty);

    /// <summary>Returns such a copy that may be in use when its caller is gone.</summary>
    public static HttpRequestMessage Detached(
        HttpRequestMessage request, IReadOnlyList<KeyValuePair<string, string>> additions) =>
        Of(request, additions, PooledOption);

    /// <summary>Returns a copy with other content.</summary>
    public static HttpRequestMessage Of(HttpRequestMessage request, HttpContent content)
    {
        var copy = Of(request, []);
        copy.Content = content;

        return copy;
    }

    private static HttpRequestMessage Of(
        HttpRequestMessage request, IReadOnlyList<KeyValuePair<string, string>> additions, string leftOut)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
            Content = request.Content,
        };
        var headers = copy.Headers;
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                headers.TryAddWithoutValidation(name, value);
            }
        }

        IDictionary<string, object?> options = request.Options;
        if (options.Count > 0)
        {
            foreach (var (name, value) in options.Where(option => option.Key != leftOut))
            {
                ((IDictionary<string, object?>)copy.Options)[name] = value;
            }
        }

        for (var index = 0; index < additions.Count; index++)
        {
            var (name, value) = additions[index];
            headers.Remove(name);
            if (value.Length > 0)
            {
                headers.TryAddWithoutValidation(name, value);
            }
        }

        return copy;
    }
}
