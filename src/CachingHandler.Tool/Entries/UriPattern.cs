using CachingHandler.Storage;

namespace CachingHandler.Tool;

/// <summary>Chooses URIs or hosts: a name, or one with <c>*</c> for any characters.</summary>
/// <remarks><c>?</c> stands for itself, since most URIs that have one mean it so. Matching takes linear time for each star.</remarks>
/// <param name="text">What was asked for.</param>
internal sealed class UriPattern(string text)
{
    private readonly string[] _parts = text.Split('*');
    private readonly Uri? _uri = WebUriOf(text);

    /// <summary>Returns the absolute URI that a text is; null when it is no <c>http</c> or <c>https</c> URI.</summary>
    public static Uri? WebUriOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    /// <summary>Returns the host of a URI as DNS knows it, with its port unless that is the usual one; empty where there is none.</summary>
    public static string HostOf(string uri)
    {
        if (WebUriOf(uri) is not { } known)
        {
            return string.Empty;
        }

        // Of an IPv6 address this property alone has the brackets.
        var host = known.HostNameType == UriHostNameType.IPv6 ? known.Host : known.IdnHost;

        return known.IsDefaultPort ? host : FormattableString.Invariant($"{host}:{known.Port}");
    }

    /// <summary>Tells whether an entry is stored under the URI, in any spelling, or under one that the stars stand for.</summary>
    public bool Matches(HttpCacheEntry entry) =>
        MatchesName(entry.Uri, StringComparison.Ordinal) || (_parts.Length == 1 && _uri is not null && entry.IsOf(_uri));

    /// <summary>Tells whether a host is the one asked for, on any port where none is given.</summary>
    /// <param name="host">The host, with its port unless that is the usual one.</param>
    public bool MatchesHost(string host) =>
        MatchesName(host, StringComparison.OrdinalIgnoreCase)
        || (host.LastIndexOf(':') is var colon and > 0 && !host.EndsWith(']') && MatchesName(host[..colon], StringComparison.OrdinalIgnoreCase));

    private bool MatchesName(string name, StringComparison comparison)
    {
        if (_parts is [var whole])
        {
            return string.Equals(name, whole, comparison);
        }

        if (name.Length < _parts[0].Length + _parts[^1].Length
            || !name.StartsWith(_parts[0], comparison) || !name.EndsWith(_parts[^1], comparison))
        {
            return false;
        }

        // The first place of each part leaves most for those behind it.
        var rest = name.AsSpan(_parts[0].Length, name.Length - _parts[0].Length - _parts[^1].Length);
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var place = rest.IndexOf(part, comparison);
            if (place < 0)
            {
                return false;
            }

            rest = rest[(place + part.Length)..];
        }

        return true;
    }
}
