using System.Diagnostics;
using CachingHandler;
using WebApi.Origin;

namespace WebApi;

/// <summary>What the page asks its application for.</summary>
internal static class PageEndpoints
{
    public static void MapPage(this WebApplication app)
    {
        app.MapGet("/events", (Dashboard dashboard, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(dashboard.WatchAsync(cancellationToken)));
        app.MapPost("/users/{login}/requests", AskAsync);
        app.MapPost("/users/{login}/purge", PurgeUserAsync);
        app.MapPost("/purge", PurgeAsync);
        app.MapPost("/origin/change", (ApiOrigin origin, Dashboard dashboard) => SwitchAsync(dashboard, origin.Change));
        app.MapPost("/origin/offline", (ApiOrigin origin, Dashboard dashboard) => SwitchAsync(dashboard, () => origin.IsOffline = true));
        app.MapPost("/origin/online", (ApiOrigin origin, Dashboard dashboard) => SwitchAsync(dashboard, () => origin.IsOffline = false));
    }

    private static async Task<IResult> AskAsync(
        string login, Question question, GitHubClient client, ApiOrigin origin, Dashboard dashboard, CancellationToken cancellationToken)
    {
        if (!origin.Tokens.ContainsKey(login) || Resource.All.All(resource => resource.Path != question.Path))
        {
            return Results.NotFound();
        }

        await dashboard.ShowAsync(await ExchangeAsync(login, question, client, cancellationToken));

        return Results.NoContent();
    }

    private static async Task<Exchange> ExchangeAsync(
        string login, Question question, GitHubClient client, CancellationToken cancellationToken)
    {
        var mode = question.ForceRefresh ? HttpCacheMode.ForceRefresh : HttpCacheMode.Default;
        var time = TimeProvider.System.GetUtcNow();
        var start = Stopwatch.GetTimestamp();
        GitHubClient.Answer? answer = null;
        try
        {
            answer = await client.GetAsync(login, question.Path, mode, cancellationToken);
        }
        catch (HttpRequestException)
        {
            // What the page shows of it is that there is no answer.
        }

        var exchange = new Exchange
        {
            Time = time,
            User = login,
            Request = $"GET {question.Path}",
            IsForced = question.ForceRefresh,
            Milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            Outcome = "Failed",
            Reason = "unreachable",
            Sentence = "The origin cannot be reached, and nothing that is kept may stand in for it.",
        };

        return answer is null ? exchange : exchange.With(answer);
    }

    private static async Task<IResult> PurgeAsync(
        [FromKeyedServices(nameof(GitHubClient))] IHttpCache cache, Dashboard dashboard, CancellationToken cancellationToken)
    {
        var isDone = await cache.ClearAsync(cancellationToken);
        await dashboard.ShowAsync();

        return isDone ? Results.NoContent() : Results.InternalServerError();
    }

    private static async Task<IResult> PurgeUserAsync(
        string login, [FromKeyedServices(nameof(GitHubClient))] IHttpCache cache, ApiOrigin origin, Dashboard dashboard, CancellationToken cancellationToken)
    {
        if (!origin.Tokens.ContainsKey(login))
        {
            return Results.NotFound();
        }

        var isDone = await cache.InvalidateTagAsync(login, cancellationToken);
        await dashboard.ShowAsync();

        return isDone ? Results.NoContent() : Results.InternalServerError();
    }

    private static async Task SwitchAsync(Dashboard dashboard, Action change)
    {
        change();
        await dashboard.ShowAsync();
    }

    internal sealed record Question(string Path, bool ForceRefresh);
}
