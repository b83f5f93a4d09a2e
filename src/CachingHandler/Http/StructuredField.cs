using System.Diagnostics.CodeAnalysis;

namespace CachingHandler.Http;

/// <summary>Reads structured fields: Lists of Strings and Dictionaries (RFC 9651 §4.2).</summary>
/// <remarks>
/// A field of several lines is read with its lines joined by comma. One error anywhere makes all of it unusable: what
/// stands before it may mean something else than what was sent. Parameters have to be right and are not kept.
/// </remarks>
internal static class StructuredField
{
    /// <summary>Adds the Strings of a List to <paramref name="strings"/>; members of another type are passed over.</summary>
    /// <param name="field">The field's value, its lines joined by comma.</param>
    /// <param name="strings">Takes the Strings, escapes resolved, in order; nothing when the field cannot be read.</param>
    /// <returns>False when the field is no List. An empty one is.</returns>
    public static bool TryReadStrings(ReadOnlySpan<char> field, List<string> strings)
    {
        var known = strings.Count;
        var reader = new StructuredFieldReader(field);
        while (reader.MoveNextMember())
        {
            if (reader.TryReadValue(out var value) && value.AsString is { } text)
            {
                strings.Add(text);
            }
        }

        if (reader.HasFailed)
        {
            strings.RemoveRange(known, strings.Count - known);
        }

        return !reader.HasFailed;
    }

    /// <summary>Reads a Dictionary.</summary>
    /// <param name="field">The field's value, its lines joined by comma.</param>
    /// <param name="members">The values by their keys; of a repeated key the last (§3.2). Null when the field cannot be read.</param>
    /// <returns>False when the field is no Dictionary. An empty one is.</returns>
    public static bool TryReadDictionary(
        ReadOnlySpan<char> field, [NotNullWhen(true)] out IReadOnlyDictionary<string, StructuredValue>? members)
    {
        var read = new Dictionary<string, StructuredValue>(StringComparer.Ordinal);
        var reader = new StructuredFieldReader(field);
        while (reader.MoveNextMember())
        {
            if (reader.TryReadKey(out var key) && reader.TryReadOptionalValue(out var value))
            {
                read[key.ToString()] = value;
            }
        }

        members = reader.HasFailed ? null : read;

        return members is not null;
    }
}
