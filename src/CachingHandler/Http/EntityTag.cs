namespace CachingHandler.Http;

/// <summary>Compares entity tags (RFC 9110 §8.8.3.2). A tag is kept and sent as received, quoted or not.</summary>
internal static class EntityTag
{
    private const string WeakPrefix = "W/";

    /// <summary>Tells whether the tag promises byte-for-byte equality; one that is malformed promises nothing.</summary>
    public static bool IsStrong(string? tag) => tag is ['"', .., '"'] && tag.IndexOf('"', 1) == tag.Length - 1;

    /// <summary>Tells whether the tag can stand in a list: quoted, and no quote or control character inside.</summary>
    public static bool IsWellFormed(string tag)
    {
        var opaque = Opaque(tag);

        return opaque is ['"', .., '"'] && opaque.Length > 1 && !opaque[1..^1].ContainsAny('"', ' ', '\t');
    }

    /// <summary>Tells whether two tags name equivalent representations.</summary>
    public static bool WeakEquals(string? left, string? right) =>
        left is not null && right is not null && Opaque(left).SequenceEqual(Opaque(right));

    /// <summary>Tells whether two tags name the same bytes: equal, and both strong.</summary>
    public static bool StrongEquals(string? left, string? right) =>
        IsStrong(left) && string.Equals(left, right, StringComparison.Ordinal);

    /// <summary>Tells whether a list such as that of <c>If-None-Match</c> has the tag, compared weakly, or is <c>*</c> (§13.1.2).</summary>
    /// <remarks>Linear and total. A member without quotes ends at the next comma.</remarks>
    public static bool ListHas(ReadOnlySpan<char> list, string? tag)
    {
        list = list.Trim(" \t");
        if (list is "*")
        {
            return true;
        }

        if (tag is null)
        {
            return false;
        }

        var opaque = Opaque(tag);
        while (!(list = list.TrimStart(" \t,")).IsEmpty)
        {
            var member = Opaque(list);
            var length = LengthOfMember(member);
            if (member[..length].TrimEnd(" \t").SequenceEqual(opaque))
            {
                return true;
            }

            list = member[length..];
        }

        return false;
    }

    private static int LengthOfMember(ReadOnlySpan<char> list)
    {
        if (list is ['"', ..] && list[1..].IndexOf('"') is >= 0 and var closing)
        {
            return closing + 2;
        }

        var comma = list.IndexOf(',');

        return comma < 0 ? list.Length : comma;
    }

    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) =>
        tag.StartsWith(WeakPrefix, StringComparison.Ordinal) ? tag[WeakPrefix.Length..] : tag;
}
