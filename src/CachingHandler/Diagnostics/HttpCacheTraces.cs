using System.Diagnostics;
using CachingHandler.Storage;

namespace CachingHandler.Diagnostics;

/// <summary>Makes the activities of the source <c>CachingHandler</c>: one for each request, and below it the look into the store, what the origin was asked, and the storing.</summary>
/// <remarks>
/// Nobody pays for what nobody listens to: callers ask <see cref="HasListeners"/> first. No activity has a query, a field of a
/// header, or the message of an exception, which may hold either.
/// </remarks>
internal static class HttpCacheTraces
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "CachingHandler";

    /// <summary>A request, until its response is there; its body may still be on its way.</summary>
    public const string Request = "cache.request";

    /// <summary>The look for what is stored.</summary>
    public const string Lookup = "cache.lookup";

    /// <summary>What the origin was asked, until the header of its answer is there.</summary>
    public const string Fetch = "cache.fetch";

    /// <summary>The same, under a condition about what is stored.</summary>
    public const string Validate = "cache.validate";

    /// <summary>The storing of a response, until it is stored or will not be; outlasts its request where the body does.</summary>
    public const string Store = "cache.store";

    /// <summary>A refresh in the background; linked to the request that was served meanwhile.</summary>
    public const string Refresh = "cache.refresh";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Gets a value indicating whether anybody listens.</summary>
    public static bool HasListeners => Source.HasListeners();

    /// <summary>Starts the activity of a request; null when nobody wants it.</summary>
    public static Activity? StartRequest(HttpMethod method, Uri uri) => Described(Source.StartActivity(Request), method, uri);

    /// <summary>Starts the activity of a refresh in the background; null when nobody wants it.</summary>
    public static Activity? StartRefresh(HttpMethod method, Uri uri, ActivityContext servedMeanwhile)
    {
        if (!HasListeners)
        {
            return null;
        }

        ActivityLink[] links = servedMeanwhile == default ? [] : [new ActivityLink(servedMeanwhile)];

        return Described(Source.StartActivity(Refresh, ActivityKind.Internal, default(ActivityContext), tags: null, links), method, uri);
    }

    /// <summary>Starts the activity of storing; null when nobody wants it.</summary>
    public static Activity? StartStore() => Source.StartActivity(Store);

    /// <summary>Looks for what is stored, as an activity.</summary>
    public static async ValueTask<IReadOnlyList<StoredResponse>> LookAsync(
        GuardedStore store, HttpCacheKey key, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity(Lookup);
        var found = await store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        activity?.SetTag(TelemetryTags.Candidates, found.Count);

        return found;
    }

    /// <summary>Asks the origin, as an activity.</summary>
    /// <param name="transport">The way to it.</param>
    /// <param name="request">What it is sent.</param>
    /// <param name="isConditional">Whether it is asked about what is stored.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<HttpResponseMessage> AskAsync(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> transport,
        HttpRequestMessage request,
        bool isConditional,
        CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity(isConditional ? Validate : Fetch);
        try
        {
            var response = await transport(request, cancellationToken).ConfigureAwait(false);
            activity?.SetTag(TelemetryTags.StatusCode, (int)response.StatusCode);

            return response;
        }
        catch (Exception exception) when (!Note(activity, exception))
        {
            throw;
        }
    }

    /// <summary>Notes what became of a request.</summary>
    public static void Answered(Activity? activity, HttpResponseMessage response, HttpCacheResult result)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        activity.SetTag(TelemetryTags.Outcome, result.Outcome.ToCode());
        activity.SetTag(TelemetryTags.Reason, result.Reason.ToCode());
        activity.SetTag(TelemetryTags.StatusCode, (int)response.StatusCode);
        if (result.NotStoredReason is var why and not NotStoredReason.None)
        {
            activity.SetTag(TelemetryTags.NotStored, why.ToCode());
        }
    }

    /// <summary>Notes what became of a response in the store, and ends the activity of that.</summary>
    public static void Stored(Activity activity, HttpCacheResult result)
    {
        activity.SetTag(TelemetryTags.Stored, result.Stored);
        if (result.NotStoredReason is var why and not NotStoredReason.None)
        {
            activity.SetTag(TelemetryTags.NotStored, why.ToCode());
        }

        // It ends wherever the last byte is read, where stopping would put the request's activity in the place of the reader's.
        var current = Activity.Current;
        activity.Stop();
        Activity.Current = current;
    }

    /// <summary>Notes by what an activity fails; always true, so that it can stand in a filter that catches nothing.</summary>
    public static bool Note(Activity? activity, Exception exception)
    {
        activity?.SetTag(TelemetryTags.ErrorType, exception.GetType().FullName);
        activity?.SetStatus(ActivityStatusCode.Error);

        return true;
    }

    private static Activity? Described(Activity? activity, HttpMethod method, Uri uri)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(TelemetryTags.RequestMethod, TelemetryTags.Of(method));
            activity.SetTag(TelemetryTags.Url, LoggedUri.Of(uri));
        }

        return activity;
    }
}
