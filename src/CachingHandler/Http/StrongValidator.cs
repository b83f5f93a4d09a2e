namespace CachingHandler.Http;

/// <summary>Tells what vouches for each single byte of a representation (RFC 9110 §8.8.1).</summary>
internal static class StrongValidator
{
    // Enough for clocks that are set apart by seconds.
    private static readonly TimeSpan StrongAfter = TimeSpan.FromMinutes(1);

    /// <summary>Returns a response's strong tag, or where there is no tag at all its strong date; null when it has neither.</summary>
    public static string? Of(ResponseHead response)
    {
        if (response.EntityTag is { } tag)
        {
            return EntityTag.IsStrong(tag) ? tag : null;
        }

        return IsStrongDate(response) ? response.LastModifiedText : null;
    }

    /// <summary>Tells whether <c>Last-Modified</c> is as good as a strong tag: the response was made so much later that a
    /// change in the same second is no matter (§8.8.2.2).</summary>
    public static bool IsStrongDate(ResponseHead response) => response.Date - response.LastModified >= StrongAfter;
}
