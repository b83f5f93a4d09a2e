namespace CachingHandler.Http;

/// <summary>Reads the names of cache groups (RFC 9875 §2, §3).</summary>
internal static class CacheGroups
{
    /// <summary>How many groups a response may belong to; twice what §2 asks for. One with more is not stored.</summary>
    public const int MaximumCount = 64;

    /// <summary>The longest name of a group, in characters; eight times what §2 asks for. A response in such a group is not stored.</summary>
    public const int MaximumLength = 256;

    /// <summary>Returns the groups that a response belongs to, each once; none where the field is malformed (RFC 9651 §4.2).</summary>
    public static IReadOnlyList<string> Of(ResponseHead response) =>
        response.Extensions.HasFlag(ResponseExtensions.Groups)
            ? Names(response.Fields.GetValues(HeaderNames.CacheGroups))
            : [];

    /// <summary>Returns the groups that a response invalidates, each once; none where the field is malformed.</summary>
    /// <remarks>Without those whose names are so long that nothing is stored in them.</remarks>
    public static IReadOnlyList<string> InvalidatedBy(ResponseHead response) =>
        response.Extensions.HasFlag(ResponseExtensions.GroupInvalidation)
            ? [.. Names(response.Fields.GetValues(HeaderNames.CacheGroupInvalidation)).Where(IsKept)]
            : [];

    /// <summary>Tells whether all of the groups can be kept track of; what is stored without one of them would outlive its invalidation.</summary>
    public static bool CanBeKept(IReadOnlyList<string> groups) =>
        groups.Count <= MaximumCount && groups.All(IsKept);

    private static bool IsKept(string name) => name.Length <= MaximumLength;

    private static string[] Names(IEnumerable<string> lines)
    {
        var names = new List<string>();
        StructuredField.TryReadStrings(string.Join(", ", lines), names);

        return [.. names.Distinct(StringComparer.Ordinal)];
    }
}
