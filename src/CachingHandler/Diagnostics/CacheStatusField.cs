using System.Globalization;
using System.Text;
using CachingHandler.Http;

namespace CachingHandler.Diagnostics;

/// <summary>Writes this cache's member of the <c>Cache-Status</c> field (RFC 9211).</summary>
/// <remarks>
/// Never with <c>key</c>, which may hold a secret. Given to the caller after all that is stored has been copied, so that no
/// stored response has it.
/// </remarks>
/// <param name="name">The cache's name, for which <see cref="IsName"/> holds.</param>
internal sealed class CacheStatusField(string name)
{
    private readonly string _name = IsToken(name) ? name : Quoted(name);

    /// <summary>Tells whether a text can name a cache: as a token, or else as a string of RFC 9651 §3.3.3.</summary>
    public static bool IsName(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>Adds the member after those of the caches between this one and the origin.</summary>
    public void AddTo(HttpResponseMessage response, HttpCacheResult result, DateTimeOffset now) =>
        response.Headers.TryAddWithoutValidation(HeaderNames.CacheStatus, MemberOf(result, now));

    /// <summary>Returns the member that tells of a result.</summary>
    public string MemberOf(HttpCacheResult result, DateTimeOffset now)
    {
        var member = new StringBuilder(_name, 128);
        var notStored = result.NotStoredReason;
        if (result.ForwardReason is var forward and not ForwardReason.None)
        {
            member.Append("; fwd=").Append(forward.ToCode());
            if (result.OriginStatus is { } status)
            {
                member.Append(CultureInfo.InvariantCulture, $"; fwd-status={status}");
            }

            // §2.5: of the answer that was forwarded. A body on its way is being stored; a 304 brings nothing to store.
            if (IsNew(result.Outcome) && notStored == NotStoredReason.None)
            {
                member.Append("; stored");
            }

            if (result.Outcome == HttpCacheOutcome.Joined)
            {
                member.Append("; collapsed");
            }
        }
        else if (result.Outcome != HttpCacheOutcome.Unavailable)
        {
            member.Append("; hit");
        }

        if (Remaining(result, now) is { } remaining)
        {
            member.Append(CultureInfo.InvariantCulture, $"; ttl={(long)Math.Floor(remaining.TotalSeconds)}");
        }

        member.Append("; detail=").Append(result.Reason.ToCode());
        if (notStored != NotStoredReason.None)
        {
            member.Append('/').Append(notStored.ToCode());
        }

        return member.ToString();
    }

    private static bool IsNew(HttpCacheOutcome outcome) =>
        outcome is HttpCacheOutcome.Miss or HttpCacheOutcome.Changed or HttpCacheOutcome.Completed or HttpCacheOutcome.Bypass;

    private static TimeSpan? Remaining(HttpCacheResult result, DateTimeOffset now) =>
        result.Age is { } age ? result.FreshnessLifetime - age : result.FreshUntil - now;

    // RFC 9651 §3.3.4: besides what a token of HTTP has, also colon and slash.
    private static bool IsToken(string text) => (char.IsAsciiLetter(text[0]) || text[0] == '*')
        && Token.Is(text.Replace(':', '.').Replace('/', '.'));

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
