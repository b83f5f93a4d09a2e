using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using CachingHandler.Http;

namespace CachingHandler;

/// <summary>The header fields of a message as they were received: one item a field line, text and order untouched.</summary>
/// <remarks>Immutable and safe for concurrent use. Names are compared without regard to case (RFC 9110 §5.1).</remarks>
public sealed class HeaderFields : IReadOnlyList<KeyValuePair<string, string>>
{
    private const int Unknown = -1;

    /// <summary>No field at all.</summary>
    public static readonly HeaderFields Empty = new([]);

    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\r\n\0");

    private readonly KeyValuePair<string, string>[] _lines;

    // Where the fields begin that .NET keeps on the content; when unknown, each is looked at as it is replayed.
    private readonly int _contentStart;

    /// <summary>Creates the fields from their lines.</summary>
    /// <param name="lines">Name and value of each line, in order; a name may occur several times.</param>
    /// <exception cref="ArgumentNullException"><paramref name="lines"/>, a name or a value is null.</exception>
    /// <exception cref="ArgumentException">A name is empty, or a name or value holds CR, LF or NUL.</exception>
    public HeaderFields(IEnumerable<KeyValuePair<string, string>> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        _lines = [.. lines];
        foreach (var (name, value) in _lines)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(lines));
            ArgumentNullException.ThrowIfNull(value, nameof(lines));
        }

        if (!AreWritable(_lines))
        {
            throw new ArgumentException(
                "A field name or value holds CR, LF or NUL; none of them can be part of a header.", nameof(lines));
        }

        _contentStart = Unknown;
    }

    // The lines come from a message or from other fields, which have been looked at.
    private HeaderFields(KeyValuePair<string, string>[] lines, int contentStart)
    {
        _lines = lines;
        _contentStart = contentStart;
    }

    /// <summary>Gets the number of field lines.</summary>
    public int Count => _lines.Length;

    /// <summary>Gets the line at <paramref name="index"/>.</summary>
    /// <param name="index">From zero to less than <see cref="Count"/>.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such line.</exception>
    public KeyValuePair<string, string> this[int index] => _lines[index];

    /// <summary>Returns the value of the first line with this name.</summary>
    /// <param name="name">The field's name, in any case.</param>
    /// <param name="value">The line's value as received; null when the field is absent.</param>
    /// <returns>False when the field is absent.</returns>
    public bool TryGetFirst(string name, [NotNullWhen(true)] out string? value)
    {
        foreach (var line in _lines)
        {
            if (HeaderNames.Same(line.Key, name))
            {
                value = line.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>Returns the values of all lines with this name.</summary>
    /// <param name="name">The field's name, in any case.</param>
    /// <returns>The values as received, in order; none when the field is absent.</returns>
    public IEnumerable<string> GetValues(string name) =>
        from line in _lines where HeaderNames.Same(line.Key, name) select line.Value;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _lines.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _lines.GetEnumerator();

    /// <summary>Returns the lines for reading in place.</summary>
    internal ReadOnlySpan<KeyValuePair<string, string>> AsSpan() => _lines;

    /// <summary>Takes over an array that nobody else changes and whose text needs no check.</summary>
    internal static HeaderFields FromTrusted(KeyValuePair<string, string>[] lines) =>
        lines.Length == 0 ? Empty : new(lines, Unknown);

    /// <summary>Adds the fields to a message and to its content, text untouched, but for <c>Age</c>.</summary>
    /// <remarks>Whoever replays the fields knows the current age (RFC 9111 §4).</remarks>
    internal void ReplayTo(HttpResponseMessage message)
    {
        var headers = message.Headers;
        var contentHeaders = message.Content.Headers;
        for (var index = 0; index < _lines.Length; index++)
        {
            ref readonly var line = ref _lines[index];
            var isContent = _contentStart != Unknown ? index >= _contentStart : HeaderNames.IsContentField(line.Key);
            if (isContent)
            {
                contentHeaders.TryAddWithoutValidation(line.Key, line.Value);
            }
            else if (line.Key.Length != HeaderNames.Age.Length || !HeaderNames.Same(line.Key, HeaderNames.Age))
            {
                headers.TryAddWithoutValidation(line.Key, line.Value);
            }
        }
    }

    /// <summary>Tells whether the lines can stand in a header: every name is there, and nothing breaks its line.</summary>
    internal static bool AreWritable(IReadOnlyList<KeyValuePair<string, string>> lines)
    {
        foreach (var (name, value) in lines)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny(LineBreaks) || value.AsSpan().ContainsAny(LineBreaks))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the fields of a received message, content fields last.</summary>
    internal static HeaderFields Of(HttpResponseMessage response)
    {
        var fields = response.Headers.NonValidated;
        var contentFields = response.Content.Headers.NonValidated;
        var lines = new KeyValuePair<string, string>[fields.Count + contentFields.Count];
        var contentStart = Add(ref lines, 0, fields);
        var count = Add(ref lines, contentStart, contentFields);
        Array.Resize(ref lines, count);

        return count == 0 ? Empty : new HeaderFields(lines, contentStart);
    }

    private static int Add(
        ref KeyValuePair<string, string>[] lines, int count, System.Net.Http.Headers.HttpHeadersNonValidated fields)
    {
        foreach (var (name, values) in fields)
        {
            foreach (var value in values)
            {
                if (count == lines.Length)
                {
                    Array.Resize(ref lines, count * 2);
                }

                lines[count++] = new(name, value);
            }
        }

        return count;
    }
}
