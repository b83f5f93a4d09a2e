using System.Collections.Frozen;

namespace CachingHandler.Conformance;

/// <summary>Decides which tests of the suite apply to which kind of cache.</summary>
/// <remarks>
/// A private cache is not bound by what is said of shared caches and surrogates alone, nor a shared cache by what is said of private ones.
/// The suite's own marks are others: what it has browsers skip contains redirects and conditions of the caller's own, which do reach
/// a client that is no browser, and what it leaves to browsers contains what is said of every private cache.
/// Where a test does not apply, those that depend on it say nothing and do not apply either.
/// </remarks>
internal static class Applicability
{
    // Surrogates, and requests with Authorization, which bind only a shared cache (RFC 9111 §3.5).
    private static readonly FrozenSet<string> GroupsOfSharedCaches = ["auth", "surrogate-control"];

    // s-maxage (§5.2.2.10), private as a prohibition (§5.2.2.7) and proxy-revalidate (§5.2.2.8).
    private static readonly FrozenSet<string> OfSharedCaches =
        ["freshness-s-maxage-shared", "cc-resp-private-shared", "stale-close-proxy-revalidate", "stale-close-s-maxage=2"];

    private static readonly FrozenSet<string> OfPrivateCaches =
        ["freshness-max-age-s-maxage-private", "freshness-max-age-s-maxage-private-multiple", "cc-resp-private-private"];

    /// <summary>Returns the tests that apply, in the suite's order.</summary>
    public static IReadOnlyList<SuiteTest> Of(HttpCacheKind kind, IReadOnlyList<SuiteTest> tests)
    {
        var byId = tests.ToDictionary(test => test.Id, StringComparer.Ordinal);

        return [.. tests.Where(Applies)];

        bool Applies(SuiteTest test) => AppliesByItself(kind, test)
            && test.Dependencies.All(id => byId.TryGetValue(id, out var dependency) && Applies(dependency));
    }

    private static bool AppliesByItself(HttpCacheKind kind, SuiteTest test)
    {
        if (OfPrivateCaches.Contains(test.Id))
        {
            return kind == HttpCacheKind.Private;
        }

        if (OfSharedCaches.Contains(test.Id) || GroupsOfSharedCaches.Contains(test.Group.Id))
        {
            return kind == HttpCacheKind.Shared;
        }

        // What is left to browsers then turns on the cache mode of Fetch, which the suite's client does not send elsewhere.
        return !test.IsBrowserOnly;
    }
}
