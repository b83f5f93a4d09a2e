using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>HTTP caching as two questions: what to do with a request, and what to do with its answer (RFC 9111).</summary>
/// <remarks>Pure: the same arguments give the same decision, and nothing else happens.</remarks>
internal sealed partial class CachePolicy(CacheRules rules)
{
    /// <summary>Tells whether what is stored has a say in the request.</summary>
    public static bool HasUseForStored(in RequestHead request) =>
        request.IsPlain || Reuse.WhyBypass(in request) is null;

    /// <summary>Returns the policy for requests for which responses count as fresh for as long as the application says.</summary>
    /// <param name="timeToLive">How long, from when they were received or confirmed; null means as long as they say themselves.</param>
    public CachePolicy With(TimeSpan? timeToLive) => timeToLive is null ? this : new(rules with { TimeToLive = timeToLive });

    /// <summary>Decides what to do with a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="candidates">What is stored under its key; empty where <see cref="HasUseForStored"/> is false.</param>
    /// <param name="now">The current time.</param>
    public RequestDecision Decide(in RequestHead request, IReadOnlyList<StoredResponse> candidates, DateTimeOffset now)
    {
        if (!request.IsPlain && Reuse.WhyBypass(in request) is { } bypass)
        {
            // Who works offline is not sent to the origin because the cache has no answer.
            return bypass != HttpCacheReason.BypassMode && IsOffline(in request, out var refusal)
                ? new RequestDecision.Refuse(refusal)
                : new RequestDecision.Bypass(bypass);
        }

        var match = SelectingHeaders.Select(candidates, in request, now, rules);
        if (request.Mode == HttpCacheMode.ForceRefresh)
        {
            return new RequestDecision.Fetch(HttpCacheReason.ForceRefresh, Validation.EndToEnd(in request), match);
        }

        if (match is not { } selected)
        {
            return NothingSelected(in request, candidates, now);
        }

        var form = Preconditions.Of(in request, selected);
        if (form.Kind == ReplyKind.Missing)
        {
            return IsOffline(in request, out var missing)
                ? new RequestDecision.Refuse(missing)
                : AskForRest(in request, selected);
        }

        var freshness = FreshnessCalculator.At(now, selected, rules);
        var reason = Reuse.WhyValidate(in request, selected.Head, freshness, rules);
        if (reason is null)
        {
            return new RequestDecision.Serve(selected, freshness, HttpCacheReason.Fresh, form);
        }

        if (Reuse.MayServeMeanwhile(in request, selected.Head, freshness, reason.Value, rules))
        {
            return ServeMeanwhile(in request, selected, Validation.Others(in request, candidates, selected, now, rules), freshness, reason.Value);
        }

        if (Reuse.WhyStale(in request, selected.Head, freshness, reason.Value, rules) is { } staleReason)
        {
            return new RequestDecision.Serve(selected, freshness, staleReason, form);
        }

        if (IsOffline(in request, out var offline))
        {
            return new RequestDecision.Refuse(offline);
        }

        var fallback = Reuse.MayStandIn(in request, selected.Head, freshness, reason.Value, rules)
            ? new RequestDecision.Serve(selected, freshness, HttpCacheReason.StaleIfError, form)
            : null;

        return Ask(in request, selected, Validation.Others(in request, candidates, selected, now, rules), reason.Value, fallback);
    }

    /// <summary>Tells whether a response answers all who ask nothing special for now, and is worth their waiting for it.</summary>
    public bool IsForAll(StoredResponse stored, DateTimeOffset now) =>
        Reuse.WhyValidate(default, stored.Head, FreshnessCalculator.At(now, stored, rules), rules) is null;

    /// <summary>Tells whether an answer says what there is of a resource now: one that is not stored outdates what is, for the origin has moved on.</summary>
    /// <remarks>A refusal or an error of the origin's says nothing of it, and a 304 that nothing has changed.</remarks>
    public static bool MovedOn(int status) => status is (>= 200 and < 400 and not 304) or 404 or 410;

    /// <summary>Returns where a stored response's lifetime comes from (RFC 9111 §4.2.1).</summary>
    public FreshnessSource SourceOf(StoredResponse stored) => FreshnessCalculator.SourceOf(stored, rules);

    /// <summary>Tells whether two requests have the same in all fields that <c>Vary</c> names (RFC 9111 §4.1).</summary>
    public bool AreAlike(in RequestHead one, in RequestHead other, string vary) =>
        SelectingHeaders.Of(in one, vary, rules).SequenceEqual(SelectingHeaders.Of(in other, vary, rules));

    private static bool IsOffline(in RequestHead request, out HttpCacheReason reason)
    {
        reason = request.Mode == HttpCacheMode.OnlyIfCached
            ? HttpCacheReason.OnlyIfCached
            : HttpCacheReason.RequestOnlyIfCached;

        return request.Mode == HttpCacheMode.OnlyIfCached || request.Directives.OnlyIfCached;
    }

    private RequestDecision NothingSelected(
        in RequestHead request, IReadOnlyList<StoredResponse> candidates, DateTimeOffset now)
    {
        if (IsOffline(in request, out var offline))
        {
            return new RequestDecision.Refuse(offline);
        }

        // §4.1, §4.3.1: the origin is told of every variant, since it may choose one of them for this request too.
        return candidates.Count == 0
            ? new RequestDecision.Fetch(HttpCacheReason.NothingStored, Validation.EndToEnd(in request))
            : Ask(in request, null, Validation.Others(in request, candidates, null, now, rules), HttpCacheReason.VariantNotStored, null);
    }

    // An error must not take the place of what may be served stale, so the refresh falls back on it in any case.
    private static RequestDecision.Serve ServeMeanwhile(
        in RequestHead request,
        StoredResponse selected,
        IReadOnlyList<StoredResponse> variants,
        Freshness freshness,
        HttpCacheReason reason)
    {
        var serve = new RequestDecision.Serve(
            selected, freshness, HttpCacheReason.StaleWhileRevalidate, ReplyForm.Whole);

        return serve with { RevalidateInBackground = Ask(in request, selected, variants, reason, serve) };
    }

    private static RequestDecision Ask(
        in RequestHead request,
        StoredResponse? selected,
        IReadOnlyList<StoredResponse> variants,
        HttpCacheReason reason,
        RequestDecision.Serve? fallback) =>
        request.CanValidate && Validation.Conditions(in request, selected?.Head, variants) is { } conditions
            ? new RequestDecision.Validate(selected, variants, conditions, reason, fallback)
            : new RequestDecision.Fetch(reason, Validation.EndToEnd(in request), selected, fallback);

    // Only who wants all of it gets it completed; a range of the caller's own is asked for as it is.
    private static RequestDecision AskForRest(in RequestHead request, StoredResponse selected)
    {
        var isWhole = request.Method == HttpMethod.Get && !request.HasCondition && !request.HasRange;

        return isWhole && StrongValidator.Of(selected.Head) is not null && selected.Part!.Missing is { } missing
            && missing.Length < selected.Part.CompleteLength
            ? new RequestDecision.Complete(
                selected, missing, Validation.RestOf(in request, selected, missing), HttpCacheReason.PartMissing)
            : new RequestDecision.Fetch(HttpCacheReason.PartMissing, Validation.EndToEnd(in request), selected);
    }
}
