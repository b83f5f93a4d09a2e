namespace CachingHandler.Http;

/// <summary>Recognises the fields of extensions by their names.</summary>
internal static class ExtensionFields
{
    /// <summary>Returns the extension that a field belongs to; none for any other.</summary>
    public static ResponseExtensions Of(string name) => name.Length switch
    {
        12 when HeaderNames.Same(name, HeaderNames.CacheGroups) => ResponseExtensions.Groups,
        14 when HeaderNames.Same(name, HeaderNames.NoVarySearch) => ResponseExtensions.SearchVariance,
        24 when HeaderNames.Same(name, HeaderNames.CacheGroupInvalidation) => ResponseExtensions.GroupInvalidation,
        _ => ResponseExtensions.None,
    };
}
