using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler.Tests.Policy;

/// <summary>Policies with the default options.</summary>
internal static class Policies
{
    /// <summary>The time of every decision: Tue, 01 Jan 2030 00:00:00 GMT.</summary>
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly CacheRules PrivateRules = RulesOf(HttpCacheKind.Private);

    public static readonly CacheRules SharedRules = RulesOf(HttpCacheKind.Shared);

    public static readonly CachePolicy Private = new(PrivateRules);

    public static readonly CachePolicy Shared = new(SharedRules);

    public static CacheRules Rules(HttpCacheKind kind) => kind == HttpCacheKind.Shared ? SharedRules : PrivateRules;

    public static CachePolicy Of(HttpCacheKind kind) => kind == HttpCacheKind.Shared ? Shared : Private;

    public static CachePolicy StaleIfError(int seconds) =>
        new(PrivateRules with { StaleIfError = TimeSpan.FromSeconds(seconds) });

    public static CachePolicy StaleWhileRevalidate(int seconds) =>
        new(PrivateRules with { StaleWhileRevalidate = TimeSpan.FromSeconds(seconds) });

    /// <summary>Returns the rules of a cache that obeys targeted fields (RFC 9213).</summary>
    public static CacheRules TargetedRules(HttpCacheKind kind, params string[] fields) =>
        CacheRules.Of(new HttpCacheOptions { Kind = kind, TargetedFields = fields }, new KeyedDigest(new byte[32]));

    public static CachePolicy Targeted(HttpCacheKind kind, params string[] fields) => new(TargetedRules(kind, fields));

    /// <summary>Returns the decision about an answer that was received as soon as it was asked for.</summary>
    public static ResponseDecision Answer(
        this CachePolicy policy, RequestHead request, RequestDecision earlier, ResponseHead response) =>
        policy.Decide(in request, earlier, response, Now, Now);

    /// <summary>Returns the decision about the answer to a request for which nothing was stored.</summary>
    public static ResponseDecision AnswerMiss(this CachePolicy policy, RequestHead request, ResponseHead response) =>
        policy.Answer(request, new RequestDecision.Fetch(HttpCacheReason.NothingStored, []), response);

    /// <summary>Returns the decision about the answer to a request that asks about what is stored, whatever its freshness.</summary>
    public static ResponseDecision AnswerValidation(
        this CachePolicy policy, StoredResponse stored, ResponseHead response)
    {
        var request = Requests.Get("no-cache");

        return policy.Answer(request, policy.Decide(in request, [stored], Now), response);
    }

    private static CacheRules RulesOf(HttpCacheKind kind) =>
        CacheRules.Of(new HttpCacheOptions { Kind = kind }, new KeyedDigest(new byte[32]));
}
