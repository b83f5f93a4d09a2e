using System.Buffers;

namespace CachingHandler.Http;

/// <summary>Reads the parts of a structured field one after the other, as strictly as RFC 9651 §4.2 demands.</summary>
/// <remarks>
/// Total and linear: no input throws, and no character is looked at more than a fixed number of times. After the first
/// error nothing more is read, and <see cref="HasFailed"/> stays set.
/// </remarks>
internal ref struct StructuredFieldReader(ReadOnlySpan<char> field)
{
    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.*");

    private ReadOnlySpan<char> _rest = field.Trim(' ');
    private bool _inside;

    /// <summary>Gets a value indicating whether the field is malformed, so far as it has been read.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Moves to the next member of a List or a Dictionary; false after the last, and where no comma leads on.</summary>
    public bool MoveNextMember()
    {
        if (_inside && !HasFailed)
        {
            _rest = _rest.TrimStart(" \t");
            if (!_rest.IsEmpty)
            {
                HasFailed = !Skip(',');
                _rest = _rest.TrimStart(" \t");
                HasFailed |= _rest.IsEmpty;
            }
        }

        _inside = true;

        return !HasFailed && !_rest.IsEmpty;
    }

    /// <summary>Reads a key (§4.2.3.3).</summary>
    public bool TryReadKey(out ReadOnlySpan<char> key)
    {
        var length = _rest is [(>= 'a' and <= 'z') or '*', ..] ? _rest.IndexOfAnyExcept(KeyCharacters) : 0;
        key = length < 0 ? _rest : _rest[..length];
        _rest = _rest[key.Length..];

        return Check(!key.IsEmpty);
    }

    /// <summary>Reads what follows a key: an equals sign and a value, or neither, which means true (§4.2.2).</summary>
    public bool TryReadOptionalValue(out StructuredValue value)
    {
        value = StructuredValue.Of(truth: true);

        return Skip('=') ? TryReadValue(out value) : SkipParameters();
    }

    /// <summary>Reads an Item or an Inner List, with its parameters (§4.2.1.1).</summary>
    public bool TryReadValue(out StructuredValue value) =>
        (Skip('(') ? TryReadInnerList(out value) : Check(BareItem.TryRead(ref _rest, out value))) && SkipParameters();

    // §4.2.1.2. Inner Lists do not nest, so neither does this.
    private bool TryReadInnerList(out StructuredValue value)
    {
        var members = new List<StructuredValue>();
        value = StructuredValue.Of(members);
        while (true)
        {
            _rest = _rest.TrimStart(' ');
            if (Skip(')'))
            {
                return true;
            }

            if (!Check(BareItem.TryRead(ref _rest, out var member)) || !SkipParameters() || !Check(_rest is [' ' or ')', ..]))
            {
                return false;
            }

            members.Add(member);
        }
    }

    // §4.2.3.2.
    private bool SkipParameters()
    {
        while (Skip(';'))
        {
            _rest = _rest.TrimStart(' ');
            if (!TryReadKey(out _) || (Skip('=') && !Check(BareItem.TryRead(ref _rest, out _))))
            {
                return false;
            }
        }

        return true;
    }

    private bool Skip(char expected) => BareItem.TrySkip(ref _rest, expected);

    private bool Check(bool holds)
    {
        HasFailed |= !holds;

        return holds;
    }
}
