namespace CachingHandler.Storage;

/// <summary>The method classes of <see cref="HttpCacheKey.Method"/>; the only place where they are spelled.</summary>
internal static class MethodClasses
{
    /// <summary>Responses that answer GET and HEAD.</summary>
    public const string Get = "GET";

    /// <summary>Followed by a digest of the request's content: responses to QUERY.</summary>
    public const string Query = "QUERY#";

    /// <summary>Followed by a digest of the request's content: responses to a POST that the application takes for a query.</summary>
    public const string Post = "POST#";
}
