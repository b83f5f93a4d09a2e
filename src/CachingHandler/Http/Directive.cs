namespace CachingHandler.Http;

/// <summary>One cache directive, in whichever syntax it came (RFC 9111 §5.2, RFC 9213 §2.1).</summary>
internal readonly ref struct Directive
{
    /// <summary>Gets the name.</summary>
    public ReadOnlySpan<char> Name { get; init; }

    /// <summary>Gets a value indicating whether it is written as its syntax demands; one that permits counts only then.</summary>
    public bool IsWellFormed { get; init; }

    /// <summary>Gets a value indicating whether an argument follows the name, readable or not.</summary>
    public bool HasArgument { get; init; }

    /// <summary>Gets the argument as a duration; null when it is none, or malformed.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the argument without its quotes, where it has them; empty where not.</summary>
    public ReadOnlySpan<char> Quoted { get; init; }

    /// <summary>Returns a directive of a targeted field (RFC 9213 §2.1).</summary>
    public static Directive Of(string name, StructuredValue value) => new()
    {
        Name = name,
        IsWellFormed = true,
        HasArgument = value.Type != StructuredType.Boolean,
        Duration = value.AsInteger is { } seconds ? DeltaSeconds.Of(seconds) : null,
        Quoted = value.AsString,
    };

    /// <summary>Returns the list of field names that the directive is limited to (RFC 9111 §5.2.2.4, §5.2.2.7).</summary>
    /// <returns>Null when it is not limited: it names nothing, or not as it has to, or a field that no cache can do without.</returns>
    public string? ReadFieldNames()
    {
        var any = false;
        var names = new FieldNameList(Quoted);
        while (names.MoveNext())
        {
            // An asterisk is a token, and nobody means a field of that name.
            if (names.Current is "*" || !Token.Is(names.Current) || ControlFields.Contains(names.Current))
            {
                return null;
            }

            any = true;
        }

        return any && IsWellFormed ? Quoted.ToString() : null;
    }
}
