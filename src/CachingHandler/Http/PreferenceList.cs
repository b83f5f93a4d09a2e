using System.Buffers;

namespace CachingHandler.Http;

/// <summary>Writes fields of preferences so that two spellings of the same come out equal (RFC 9110 §12.5, RFC 9111 §4.1).</summary>
/// <remarks>
/// Case and whitespace do not count, nor how a weight is written, nor the order of members whose weights tell it. Nor does that of
/// languages of equal weight, which cannot be relied upon (§12.5.4); that of media types does, since a program that gets the other
/// format breaks, and a reader who gets the other language asked for does not.
/// </remarks>
internal static class PreferenceList
{
    private const int StackMembers = 16;
    private const int StackLength = 256;
    private const string Whitespace = " \t";

    // Content codings in the order in which clients write them, so that what they write is left as it is.
    private static readonly string[] Usual = ["gzip", "deflate", "br", "zstd"];

    private static readonly SearchValues<char> Telling = SearchValues.Create(" \t,;\"ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Returns the value in the one spelling of its kind: itself, where it has that already.</summary>
    /// <remarks>What is not written as RFC 9110 has it keeps its members as they are, and so does what has quotes.</remarks>
    public static string Normalize(string value, PreferenceSyntax syntax)
    {
        if (!value.AsSpan().ContainsAny(Telling))
        {
            return value;
        }

        var greatestCount = value.AsSpan().Count(',') + 1;
        var members = greatestCount <= StackMembers ? stackalloc Preference[StackMembers] : new Preference[greatestCount];
        if (!TryRead(value, syntax, members, out var count))
        {
            return FieldValue.Normalize(value);
        }

        members = members[..count];
        Sort(value, syntax, members);
        var greatestLength = value.Length + count;
        var buffer = greatestLength <= StackLength ? stackalloc char[StackLength] : new char[greatestLength];
        var normalized = buffer[..Write(value, syntax, members, buffer)];

        return normalized.SequenceEqual(value) ? value : normalized.ToString();
    }

    private static bool TryRead(ReadOnlySpan<char> value, PreferenceSyntax syntax, Span<Preference> members, out int count)
    {
        count = 0;
        if (value.Contains('"'))
        {
            return false;
        }

        foreach (var range in value.Split(','))
        {
            var (start, length) = range.GetOffsetAndLength(value.Length);
            var left = length - value.Slice(start, length).TrimStart(Whitespace).Length;
            var member = (start + left)..(start + left + value.Slice(start, length).Trim(Whitespace).Length);
            if (member.Start.Value == member.End.Value)
            {
                continue;
            }

            if (!Preference.TryRead(value, member, count, syntax == PreferenceSyntax.MediaRanges, out members[count]))
            {
                return false;
            }

            count++;
        }

        return true;
    }

    private static void Sort(string value, PreferenceSyntax syntax, Span<Preference> members)
    {
        for (var index = 1; index < members.Length; index++)
        {
            if (Compare(value, syntax, members[index - 1], members[index]) > 0)
            {
                // What captures the value is made only where it is needed.
                SortAll(value, syntax, members);
                return;
            }
        }

        static void SortAll(string value, PreferenceSyntax syntax, Span<Preference> members) =>
            members.Sort((left, right) => Compare(value, syntax, left, right));
    }

    private static int Compare(string value, PreferenceSyntax syntax, Preference left, Preference right)
    {
        var byWeight = right.Weight.CompareTo(left.Weight);
        if (syntax == PreferenceSyntax.MediaRanges)
        {
            return byWeight == 0 ? left.Index.CompareTo(right.Index) : byWeight;
        }

        var byName = CompareNames(value.AsSpan(left.Start, left.Length), value.AsSpan(right.Start, right.Length));

        return syntax == PreferenceSyntax.LanguageRanges
            ? byWeight == 0 ? byName : byWeight
            : byName == 0 ? byWeight : byName;
    }

    private static int CompareNames(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var byUse = Rank(left).CompareTo(Rank(right));

        return byUse == 0 ? left.CompareTo(right, StringComparison.OrdinalIgnoreCase) : byUse;
    }

    private static int Rank(ReadOnlySpan<char> name)
    {
        for (var index = 0; index < Usual.Length; index++)
        {
            if (name.Equals(Usual[index], StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return Usual.Length;
    }

    private static int Write(string value, PreferenceSyntax syntax, ReadOnlySpan<Preference> members, Span<char> buffer)
    {
        var length = 0;
        for (var index = 0; index < members.Length; index++)
        {
            if (index > 0 && Compare(value, syntax, members[index - 1], members[index]) == 0)
            {
                // Named twice.
                continue;
            }

            if (length > 0)
            {
                ", ".CopyTo(buffer[length..]);
                length += ", ".Length;
            }

            length += members[index].Write(value, buffer[length..]);
        }

        return length;
    }
}
