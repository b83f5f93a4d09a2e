using System.Buffers;

namespace CachingHandler.Http;

/// <summary>Walks the directives of one <c>Cache-Control</c> field line (RFC 9111 §5.2), however badly they are written.</summary>
/// <remarks>
/// Total and linear. A quote that is never closed is taken as an ordinary character, so that it cannot hide a directive
/// behind it; that can happen once in a line, since a later quote would have closed the first.
/// </remarks>
internal ref struct DirectiveReader(ReadOnlySpan<char> text)
{
    private const string Whitespace = " \t";

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private ReadOnlySpan<char> _rest = text;

    /// <summary>Gets the directive's name; may be any text but never has a comma, an equals sign or outer whitespace.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>Gets the argument without its quotes; empty when there is none.</summary>
    public ReadOnlySpan<char> Argument { get; private set; }

    /// <summary>Gets a value indicating whether an equals sign follows the name.</summary>
    public bool HasArgument { get; private set; }

    /// <summary>Gets a value indicating whether the directive is written as §5.2 demands.</summary>
    public bool IsWellFormed { get; private set; }

    /// <summary>Moves to the next directive; returns false after the last.</summary>
    public bool MoveNext()
    {
        _rest = _rest.TrimStart(" \t,");
        if (_rest.IsEmpty)
        {
            return false;
        }

        var end = _rest.IndexOfAny(',', '=');
        var name = end < 0 ? _rest : _rest[..end];
        Name = name.Trim(Whitespace);
        HasArgument = end >= 0 && _rest[end] == '=';
        IsWellFormed = IsToken(Name) && (!HasArgument || Name.Length == name.Length);
        _rest = end < 0 ? default : _rest[end..];
        Argument = default;
        if (HasArgument)
        {
            ReadArgument(_rest[1..]);
        }

        return true;
    }

    private static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    // Returns the index of the closing quote of the quoted-string that text begins with, or -1.
    private static int ClosingQuote(ReadOnlySpan<char> text)
    {
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

    private void ReadArgument(ReadOnlySpan<char> text)
    {
        var start = text.TrimStart(Whitespace);
        IsWellFormed &= start.Length == text.Length;
        if (!start.IsEmpty && start[0] == '"' && ClosingQuote(start) is > 0 and var closing)
        {
            Argument = start[1..closing];
            ReadToComma(start[(closing + 1)..], out var rubbish);
            IsWellFormed &= rubbish.IsEmpty;
        }
        else
        {
            ReadToComma(start, out var argument);
            Argument = argument;
            IsWellFormed &= IsToken(argument);
        }
    }

    private void ReadToComma(ReadOnlySpan<char> text, out ReadOnlySpan<char> before)
    {
        var comma = text.IndexOf(',');
        before = (comma < 0 ? text : text[..comma]).Trim(Whitespace);
        _rest = comma < 0 ? default : text[comma..];
    }
}
