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

    /// <summary>Responses that answer GET for all URIs whose queries mean the same, under the one that stands for them.</summary>
    public const string Search = "GET~";

    /// <summary>A note: the edition of a group.</summary>
    public const string GroupNote = "GROUP";

    /// <summary>A note: the edition of what the application has given a tag.</summary>
    public const string TagNote = "TAG";

    /// <summary>A note: the edition of all queries of a URI.</summary>
    public const string QueriesNote = "QUERIES";

    /// <summary>A note: by what rule queries of a URI mean the same.</summary>
    public const string SearchNote = "SEARCH";

    /// <summary>The length of the longest class that is followed by nothing.</summary>
    public const int LongestPlain = 7;
}
