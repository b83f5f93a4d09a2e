namespace CachingHandler.Http;

/// <summary>Knows the fields that a stored response cannot be without: a cache reads them, or they say what its body is.</summary>
internal static class ControlFields
{
    private const string ContentPrefix = "Content-";

    private static readonly string[] Names =
    [
        HeaderNames.Age,
        HeaderNames.Authorization,
        HeaderNames.CacheControl,
        HeaderNames.CacheGroups,
        HeaderNames.Date,
        HeaderNames.ETag,
        HeaderNames.Expires,
        HeaderNames.LastModified,
        HeaderNames.Location,
        HeaderNames.NoVarySearch,
        HeaderNames.Vary,
    ];

    /// <summary>Tells whether the field is one of them.</summary>
    public static bool Contains(ReadOnlySpan<char> name)
    {
        foreach (var control in Names)
        {
            if (name.Equals(control, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return name.StartsWith(ContentPrefix, StringComparison.OrdinalIgnoreCase);
    }
}
