namespace CachingHandler.Http;

/// <summary>Walks a comma-separated list of field names, as in <c>Vary</c> and <c>Connection</c> (RFC 9110 §5.6.1).</summary>
internal ref struct FieldNameList(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>Gets the current name, without outer whitespace.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Tells whether <paramref name="list"/> holds <paramref name="name"/>; null holds nothing.</summary>
    public static bool Contains(string? list, ReadOnlySpan<char> name)
    {
        var names = new FieldNameList(list);
        while (names.MoveNext())
        {
            if (names.Current.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves to the next name that is not empty; returns false after the last.</summary>
    public bool MoveNext()
    {
        _rest = _rest.TrimStart(" \t,");
        if (_rest.IsEmpty)
        {
            return false;
        }

        var comma = _rest.IndexOf(',');
        Current = (comma < 0 ? _rest : _rest[..comma]).TrimEnd(" \t");
        _rest = comma < 0 ? default : _rest[comma..];

        return true;
    }
}
