namespace CachingHandler.Testing;

/// <summary>Makes messages whose fields are as they would come off the wire: unchecked, one line at a time.</summary>
public static class Messages
{
    public static HttpRequestMessage Request(params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "http://example.com/");
        foreach (var (name, value) in fields)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    public static HttpResponseMessage Response(params (string Name, string Value)[] fields)
    {
        var response = new HttpResponseMessage { Content = new ByteArrayContent([]) };
        foreach (var (name, value) in fields)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    /// <summary>Returns the field lines of a message, text untouched, without making .NET parse them.</summary>
    public static IReadOnlyList<(string Name, string Value)> Lines(HttpRequestMessage request) =>
        [.. Lines(request.Headers), .. Lines(request.Content?.Headers)];

    /// <inheritdoc cref="Lines(HttpRequestMessage)"/>
    public static IReadOnlyList<(string Name, string Value)> Lines(HttpResponseMessage response) =>
        [.. Lines(response.Headers), .. Lines(response.Content.Headers)];

    private static IEnumerable<(string Name, string Value)> Lines(System.Net.Http.Headers.HttpHeaders? fields) =>
        fields is null ? [] : fields.NonValidated.SelectMany(field => field.Value, (field, value) => (field.Key, value));
}
