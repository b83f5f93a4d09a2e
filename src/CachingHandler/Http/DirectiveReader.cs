namespace CachingHandler.Http;

/// <summary>Walks the directives of one <c>Cache-Control</c> field line (RFC 9111 §5.2), however badly they are written.</summary>
/// <remarks>
/// <para>Every token that can be a name is found, whatever stands where a comma should; only what §5.2's grammar covers is
/// called well formed. So no rubbish hides a directive that restricts, and none makes up one that permits.</para>
/// <para>A quote is one only where it opens an argument, is closed again, and a comma or the end follows. Any other is
/// rubbish, and since nobody can tell what it was meant to enclose, nothing after it is well formed.</para>
/// <para>Linear: a quoted argument is looked through again when it turns out to be none, but the quote that ended it is
/// the first that can open another.</para>
/// </remarks>
internal ref struct DirectiveReader(ReadOnlySpan<char> text)
{
    private const string Whitespace = " \t";

    private ReadOnlySpan<char> _rest = text;
    private bool _atStart = true;
    private bool _strayQuote;

    /// <summary>Gets the directive's name; always a token.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>Gets the argument without its quotes, escapes untouched; empty when there is none.</summary>
    /// <remarks>Of a malformed argument it is as much as is a token.</remarks>
    public ReadOnlySpan<char> Argument { get; private set; }

    /// <summary>Gets a value indicating whether the argument stood in quotes.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>Gets a value indicating whether an equals sign follows the name.</summary>
    public bool HasArgument { get; private set; }

    /// <summary>Gets a value indicating whether the directive is written as §5.2 demands.</summary>
    public bool IsWellFormed { get; private set; }

    /// <summary>Gets the directive.</summary>
    public Directive Current => new()
    {
        Name = Name,
        IsWellFormed = IsWellFormed,
        HasArgument = HasArgument,
        Duration = IsWellFormed ? DeltaSeconds.Parse(Argument) : null,
        Quoted = IsQuoted ? Argument : default,
    };

    /// <summary>Moves to the next directive; returns false after the last.</summary>
    public bool MoveNext()
    {
        var start = _rest.IndexOfAny(Token.Characters);
        if (start < 0)
        {
            _rest = default;
            return false;
        }

        IsWellFormed = EndsBeforeMember(_rest[..start]);
        Name = LeadingToken(_rest[start..]);
        Argument = default;
        IsQuoted = false;
        _rest = _rest[(start + Name.Length)..];

        var next = _rest.TrimStart(Whitespace);
        HasArgument = next is ['=', ..];
        if (HasArgument)
        {
            IsWellFormed &= next.Length == _rest.Length;
            ReadArgument(next[1..]);
        }
        else
        {
            IsWellFormed &= BeginsAfterMember(next);
        }

        return true;
    }

    // Tells whether a member of the list can begin behind the text, which holds no token.
    private bool EndsBeforeMember(ReadOnlySpan<char> separator)
    {
        var comma = separator.LastIndexOf(',');
        var isSeparated = comma >= 0 || _atStart;
        _atStart = false;
        _strayQuote |= separator.Contains('"');

        return isSeparated && !_strayQuote && separator[(comma + 1)..].TrimStart(Whitespace).IsEmpty;
    }

    private void ReadArgument(ReadOnlySpan<char> text)
    {
        var argument = text.TrimStart(Whitespace);
        IsWellFormed &= argument.Length == text.Length;
        if (ClosingQuote(argument) is > 0 and var closing && BeginsAfterMember(argument[(closing + 1)..]))
        {
            Argument = argument[1..closing];
            IsQuoted = true;
            _rest = argument[(closing + 1)..];
        }
        else
        {
            Argument = LeadingToken(argument);
            _rest = argument[Argument.Length..];
            IsWellFormed &= !Argument.IsEmpty && BeginsAfterMember(_rest);
        }
    }

    private static bool BeginsAfterMember(ReadOnlySpan<char> text) => text.TrimStart(Whitespace) is [] or [',', ..];

    private static ReadOnlySpan<char> LeadingToken(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(Token.Characters);

        return end < 0 ? text : text[..end];
    }

    // Returns the index of the quote that closes the one at the beginning, or -1 when either is missing.
    private static int ClosingQuote(ReadOnlySpan<char> text)
    {
        if (text is not ['"', ..])
        {
            return -1;
        }

        for (var index = 1; index < text.Length; index++)
        {
            if (text[index] == '\\')
            {
                index++;
            }
            else if (text[index] == '"')
            {
                return index;
            }
        }

        return -1;
    }
}
