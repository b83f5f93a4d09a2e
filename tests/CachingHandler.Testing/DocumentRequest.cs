namespace CachingHandler.Testing;

/// <summary>What a request asked of a <see cref="DocumentOrigin"/>, and how it was answered.</summary>
public sealed record DocumentRequest(
    string Method, string? Range, string? IfRange, string? IfNoneMatch, string? IfModifiedSince, int Status)
{
    /// <summary>Reads the fields of a request.</summary>
    public static DocumentRequest Of(HttpRequestMessage request, int status) => new(
        request.Method.Method,
        Value(request, "Range"),
        Value(request, "If-Range"),
        Value(request, "If-None-Match"),
        Value(request, "If-Modified-Since"),
        status);

    private static string? Value(HttpRequestMessage request, string name) =>
        request.Headers.NonValidated.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
