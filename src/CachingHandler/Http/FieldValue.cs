namespace CachingHandler.Http;

/// <summary>Writes field values so that two spellings of the same come out equal, as far as that can be told without the field's syntax.</summary>
internal static class FieldValue
{
    private const string Whitespace = " \t";
    private const int StackLimit = 256;

    /// <summary>Returns the value without whitespace at its ends, and with one space, and no more, behind each comma.</summary>
    /// <remarks>
    /// A comma in quotes may be part of a text, so the inside of what has quotes is left alone. The value itself is returned
    /// where it is so written already.
    /// </remarks>
    public static string Normalize(string value)
    {
        var text = value.AsSpan().Trim(Whitespace);
        if (!text.Contains(',') || text.Contains('"'))
        {
            return text.Length == value.Length ? value : text.ToString();
        }

        var greatestLength = text.Length + text.Count(',');
        var buffer = greatestLength <= StackLimit ? stackalloc char[StackLimit] : new char[greatestLength];
        var normalized = buffer[..Write(text, buffer)];

        return normalized.SequenceEqual(value) ? value : normalized.ToString();
    }

    private static int Write(ReadOnlySpan<char> text, Span<char> buffer)
    {
        var length = 0;
        foreach (var range in text.Split(','))
        {
            if (range.Start.Value > 0)
            {
                buffer[length++] = ',';
                buffer[length++] = ' ';
            }

            var member = text[range].Trim(Whitespace);
            member.CopyTo(buffer[length..]);
            length += member.Length;
        }

        return buffer[..length].TrimEnd(' ').Length;
    }
}
