namespace CachingHandler.Http;

/// <summary>The fields that a cache obeys in the place of <c>Cache-Control</c> and <c>Expires</c>, in order of precedence (RFC 9213 §2.2).</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
internal sealed class TargetedFields(IEnumerable<string> names)
{
    /// <summary>No such field: the cache obeys Cache-Control and Expires.</summary>
    public static readonly TargetedFields None = new([]);

    private readonly string[] _names = [.. names];

    /// <summary>Gets a value indicating whether there is no such field.</summary>
    public bool IsEmpty => _names.Length == 0;

    /// <summary>Tells whether a list of field names holds one of these; null holds none.</summary>
    public bool AnyIn(string? list) => Array.Exists(_names, name => FieldNameList.Contains(list, name));

    /// <summary>Returns the directives of the first field that is there and can be read; null when none is.</summary>
    /// <remarks>One that is empty or malformed counts as absent, as §2.1 demands.</remarks>
    public ResponseDirectives? Read(HeaderFields fields)
    {
        foreach (var name in _names)
        {
            if (fields.TryGetFirst(name, out _) && Read(name, fields) is { } directives)
            {
                return directives;
            }
        }

        return null;
    }

    private static ResponseDirectives? Read(string name, HeaderFields fields)
    {
        // A quote that one line leaves open must not reach into the next, where the syntax is Cache-Control's.
        if (HeaderNames.Same(name, HeaderNames.SurrogateControl))
        {
            return SurrogateControl.Read(fields.GetValues(name));
        }

        var field = string.Join(", ", fields.GetValues(name));

        return StructuredField.TryReadDictionary(field, out var members) && members.Count > 0
            ? ResponseDirectives.Of(members)
            : null;
    }
}
