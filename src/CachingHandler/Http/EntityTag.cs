namespace CachingHandler.Http;

/// <summary>Compares entity tags (RFC 9110 §8.8.3.2). A tag is kept and sent as received, quoted or not.</summary>
internal static class EntityTag
{
    private const string WeakPrefix = "W/";

    /// <summary>Tells whether the tag promises byte-for-byte equality; one that is malformed promises nothing.</summary>
    public static bool IsStrong(string? tag) => tag is ['"', .., '"'];

    /// <summary>Tells whether two tags name equivalent representations.</summary>
    public static bool WeakEquals(string? left, string? right) =>
        left is not null && right is not null && Opaque(left).SequenceEqual(Opaque(right));

    private static ReadOnlySpan<char> Opaque(string tag) =>
        tag.AsSpan(tag.StartsWith(WeakPrefix, StringComparison.Ordinal) ? WeakPrefix.Length : 0);
}
