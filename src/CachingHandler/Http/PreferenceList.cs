using System.Buffers;

namespace CachingHandler.Http;

/// <summary>Writes fields of preferences so that two spellings of the same come out equal (RFC 9110 §12.5, RFC 9111 §4.1).</summary>
/// <remarks>
/// Case and whitespace do not count, nor how a weight is written, nor the order of members whose weights tell it. That of equal
/// weights counts, since most servers take it for a preference, though §12.5.4 says that it cannot be relied upon.
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
        if (syntax != PreferenceSyntax.Names)
        {
            return left.Weight == right.Weight ? left.Index.CompareTo(right.Index) : right.Weight.CompareTo(left.Weight);
        }

        var leftName = value.AsSpan(left.Start, left.Length);
        var rightName = value.AsSpan(right.Start, right.Length);
        var byUse = Rank(leftName).CompareTo(Rank(rightName));
        var byName = byUse == 0 ? leftName.CompareTo(rightName, StringComparison.OrdinalIgnoreCase) : byUse;

        return byName == 0 ? right.Weight.CompareTo(left.Weight) : byName;
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
