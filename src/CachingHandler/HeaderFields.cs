using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using CachingHandler.Http;

namespace CachingHandler;

/// <summary>The header fields of a message as they were received: one item a field line, text and order untouched.</summary>
/// <remarks>Immutable and safe for concurrent use. Names are compared without regard to case (RFC 9110 §5.1).</remarks>
public sealed class HeaderFields : IReadOnlyList<KeyValuePair<string, string>>
{
    /// <summary>No field at all.</summary>
    public static readonly HeaderFields Empty = new([]);

    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\r\n\0");

    private readonly KeyValuePair<string, string>[] _lines;

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
    }

    // The lines come from a message or from other fields, which have been looked at.
    private HeaderFields(KeyValuePair<string, string>[] lines) => _lines = lines;

    /// <summary>Gets the number of field lines.</summary>
    public int Count => _lines.Length;

    /// <summary>Gets the line at <paramref name="index"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such line.</exception>
    public KeyValuePair<string, string> this[int index] => _lines[index];

    /// <summary>Returns the value of the first line with this name.</summary>
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

    /// <summary>Returns the values of all lines with this name, in order; none when the field is absent.</summary>
    public IEnumerable<string> GetValues(string name) =>
        from line in _lines where HeaderNames.Same(line.Key, name) select line.Value;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _lines.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _lines.GetEnumerator();

    /// <summary>Returns the lines for reading in place.</summary>
    internal ReadOnlySpan<KeyValuePair<string, string>> AsSpan() => _lines;

    /// <summary>Takes over an array that nobody else changes and whose text needs no check.</summary>
    internal static HeaderFields FromTrusted(KeyValuePair<string, string>[] lines) => lines.Length == 0 ? Empty : new(lines);

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
    /// <remarks>Text with a line break, which no transport delivers, is left out.</remarks>
    internal static HeaderFields Of(HttpResponseMessage response)
    {
        var lines = new List<KeyValuePair<string, string>>(16);
        Add(lines, response.Headers.NonValidated);
        Add(lines, response.Content.Headers.NonValidated);

        return FromTrusted([.. lines]);
    }

    private static void Add(List<KeyValuePair<string, string>> lines, System.Net.Http.Headers.HttpHeadersNonValidated fields)
    {
        foreach (var (name, values) in fields)
        {
            foreach (var value in values)
            {
                if (!value.AsSpan().ContainsAny(LineBreaks))
                {
                    lines.Add(new(name, value));
                }
            }
        }
    }
}
