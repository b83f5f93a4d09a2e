namespace CachingHandler;

/// <summary>Whose responses a cache may keep (RFC 9111 §1).</summary>
public enum HttpCacheKind
{
    /// <summary>Keeps each user's responses for that user alone, told apart by credentials or by <see cref="HttpCacheOptions.Partition"/>.</summary>
    Private = 0,

    /// <summary>Keeps only what may be shown to everybody: obeys <c>private</c> and <c>s-maxage</c>, and RFC 9111 §3.5 for requests with <c>Authorization</c>.</summary>
    Shared,
}
