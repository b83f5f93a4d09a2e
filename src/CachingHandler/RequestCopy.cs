namespace CachingHandler;

/// <summary>Makes the request that goes to the origin in place of the caller's, where fields have to be added.</summary>
internal static class RequestCopy
{
    /// <summary>Returns a copy with fields added, each in the place of the caller's field of that name.</summary>
    public static HttpRequestMessage Of(HttpRequestMessage request, IReadOnlyList<KeyValuePair<string, string>> additions)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
            Content = request.Content,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                copy.Headers.TryAddWithoutValidation(name, value);
            }
        }

        foreach (var (name, value) in request.Options)
        {
            ((IDictionary<string, object?>)copy.Options)[name] = value;
        }

        for (var index = 0; index < additions.Count; index++)
        {
            var (name, value) = additions[index];
            copy.Headers.Remove(name);
            copy.Headers.TryAddWithoutValidation(name, value);
        }

        return copy;
    }
}
