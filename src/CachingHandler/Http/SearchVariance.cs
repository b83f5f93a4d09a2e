using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace CachingHandler.Http;

/// <summary>Which parts of a query make a difference, by a response's <c>No-Vary-Search</c> (draft-ietf-httpbis-no-vary-search).</summary>
internal sealed class SearchVariance
{
    private const string KeyOrder = "key-order";
    private const string Params = "params";
    private const string Except = "except";

    private readonly bool _variesByOrder;
    private readonly bool _namesVary;
    private readonly HashSet<string> _names;

    private SearchVariance(bool variesByOrder, bool namesVary, HashSet<string> names)
    {
        (_variesByOrder, _namesVary, _names) = (variesByOrder, namesVary, names);
        var order = variesByOrder ? "ordered" : "unordered";
        var kind = namesVary ? "only" : "without";
        Text = $"{order} {kind} {string.Join('&', names.Order(StringComparer.Ordinal))}";
    }

    /// <summary>Gets the rule as text: two rules are the same if their texts are.</summary>
    public string Text { get; }

    /// <summary>Returns a response's rule.</summary>
    /// <returns>Null where the whole query makes a difference: the field is absent, says so, or is malformed.</returns>
    public static SearchVariance? Of(ResponseHead response)
    {
        if (!response.Extensions.HasFlag(ResponseExtensions.SearchVariance)
            || !StructuredField.TryReadDictionary(string.Join(", ", response.Fields.GetValues(HeaderNames.NoVarySearch)), out var members))
        {
            return null;
        }

        var ignoresOrder = false;
        if (members.TryGetValue(KeyOrder, out var order))
        {
            if (order.AsBoolean is not { } truth)
            {
                return null;
            }

            ignoresOrder = truth;
        }

        var (namesVary, names) = Names(members);
        var isDefault = !ignoresOrder && !namesVary && names is { Count: 0 };

        return names is null || isDefault ? null : new SearchVariance(!ignoresOrder, namesVary, names);
    }

    /// <summary>Returns what of a URI makes a difference, written so that two URIs come out equal if and only if they may be taken for each other.</summary>
    /// <param name="uri">A normalised absolute URI, without a fragment.</param>
    /// <returns>
    /// Null where the query is not UTF-8. The draft takes all that is not for one character, and so one search in a legacy
    /// encoding for another; a cache need not.
    /// </returns>
    public string? Apply(string uri)
    {
        var start = uri.IndexOf('?', StringComparison.Ordinal);
        var parameters = new List<(string Name, string Value)>();
        var query = start < 0 ? default : uri.AsSpan(start + 1);
        foreach (var range in query.Split('&'))
        {
            var parameter = query[range];
            if (parameter.IsEmpty)
            {
                continue;
            }

            var equals = parameter.IndexOf('=');
            if (Decode(equals < 0 ? parameter : parameter[..equals]) is not { } name
                || Decode(equals < 0 ? default : parameter[(equals + 1)..]) is not { } value)
            {
                return null;
            }

            if (_names.Contains(name) == _namesVary)
            {
                parameters.Add((name, value));
            }
        }

        // The sort has to be stable: the order of parameters of one name makes a difference.
        IEnumerable<(string Name, string Value)> counted = _variesByOrder
            ? parameters
            : parameters.OrderBy(static parameter => parameter.Name, StringComparer.Ordinal);
        var path = start < 0 ? uri : uri[..start];

        return $"{path}?{string.Join('&', counted.Select(static parameter => $"{parameter.Name}={parameter.Value}"))}";
    }

    // Null names where the members contradict themselves.
    private static (bool NamesVary, HashSet<string>? Names) Names(IReadOnlyDictionary<string, StructuredValue> members)
    {
        var exceptions = members.TryGetValue(Except, out var except);
        if (!members.TryGetValue(Params, out var parameters))
        {
            return (false, exceptions ? null : []);
        }

        return (parameters.AsBoolean, exceptions) switch
        {
            (true, true) => (true, Keys(except)),
            (true, false) => (true, []),
            (_, true) => (false, null),
            (false, false) => (false, []),
            _ => (false, Keys(parameters)),
        };
    }

    private static HashSet<string>? Keys(StructuredValue list)
    {
        if (list.AsInnerList is not { } members)
        {
            return null;
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (member.AsString is not { } text || Decode(text) is not { } key)
            {
                return null;
            }

            keys.Add(key);
        }

        return keys;
    }

    // As forms are decoded, and escaped again in the one way that leaves no doubt; null when it is not UTF-8.
    private static string? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        if (Utf8.FromUtf16(text, bytes, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            return null;
        }

        var count = 0;
        for (var index = 0; index < length; index++)
        {
            var current = bytes[index];
            if (current == '%' && index + 2 < length
                && byte.TryParse(bytes.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var decoded))
            {
                current = decoded;
                index += 2;
            }
            else if (current == '+')
            {
                current = (byte)' ';
            }

            bytes[count++] = current;
        }

        var utf8 = bytes.AsSpan(0, count);

        return Utf8.IsValid(utf8) ? Uri.EscapeDataString(Encoding.UTF8.GetString(utf8)) : null;
    }
}
