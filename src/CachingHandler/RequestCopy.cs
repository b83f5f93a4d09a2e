namespace CachingHandler;

/// <summary>Makes the request that goes to the origin in place of the caller's, where fields have to be added.</summary>
internal static class RequestCopy
{
    /// <summary>The value of an addition that only takes the caller's field away.</summary>
    public const string Without = "";

    /// <summary>Returns a copy with fields added, each in the place of the caller's field of that name.</summary>
    public static HttpRequestMessage Of(HttpRequestMessage request, IReadOnlyList<KeyValuePair<string, string>> additions)
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
            foreach (var (name, value) in options)
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

    /// <summary>Returns a copy with other content.</summary>
    public static HttpRequestMessage Of(HttpRequestMessage request, HttpContent content)
    {
        var copy = Of(request, []);
        copy.Content = content;

        return copy;
    }
}
