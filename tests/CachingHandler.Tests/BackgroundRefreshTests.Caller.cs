using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>What is the caller's stays the caller's.</summary>
public sealed partial class BackgroundRefreshTests
{
    private static readonly HttpRequestOptionsKey<object> Tenant = new("tenant");
    private static readonly AsyncLocal<string?> Flowing = new();

    [Fact]
    public async Task Caller_WhoGivesUpAfterwards_DoesNotEndTheRefresh()
    {
        using var cancelling = new CancellationTokenSource();
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        using var response = await client.Http.SendAsync(CachedClient.Get(), cancelling.Token);
        await origin.ArrivalAsync();

        await cancelling.CancelAsync();
        await RefreshAsync(client, () => Answers.Ok("two", Changed));

        Assert.Equal("two", await client.GetStringAsync());
    }

    [Fact]
    public async Task Request_ChangedAndDisposedAfterwards_IsRefreshedAsItWas()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        (string Name, string Value)[] fields = [("Accept", "text/html ;q=1,*/*"), ("X-Many", "1"), ("X-Many", "2")];
        var request = CachedClient.Get(fields);
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var response = await client.Http.SendAsync(request);

        request.Headers.Clear();
        request.RequestUri = new Uri("https://example.com/another");
        request.Version = HttpVersion.Version11;
        request.Dispose();
        await RefreshAsync(client, () => Answers.Ok("two", Changed));

        var refresh = origin.Requests.Last();
        Assert.Equal([.. fields, ("If-None-Match", "\"v1\"")], Messages.Lines(refresh));
        Assert.Equal(
            (HttpMethod.Get, new Uri(CachedClient.Target), HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact),
            (refresh.Method, refresh.RequestUri, refresh.Version, refresh.VersionPolicy));
        Assert.Null(refresh.Content);
        Assert.Equal("two", await client.GetStringAsync());
    }

    // Microsoft's resilience handlers put a pooled object there, and take it back when the caller has its response.
    [Fact]
    public async Task Options_OfTheRequest_GoWithTheRefreshButForWhatIsPooled()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        using var request = CachedClient.Get();
        var tenant = new object();
        request.Options.Set(Tenant, tenant);
        request.Options.Set(new("Resilience.Http.ResilienceContext"), new object());

        using var response = await client.Http.SendAsync(request);
        await RefreshAsync(client, () => Answers.NotModified());

        Assert.Equal([new("tenant", tenant)], origin.Requests.Last().Options);
        Assert.Equal(2, request.Options.Count());
    }

    [Fact]
    public async Task Context_OfTheCaller_DoesNotFlowIntoTheRefresh()
    {
        var flown = new TaskCompletionSource<(string?, Activity?)>();
        using var origin = new PatientOrigin(
            (_, _) => Task.FromResult(Answers.Ok("one", Fresh)),
            (_, _) =>
            {
                flown.SetResult((Flowing.Value, Activity.Current));
                return Task.FromResult(Answers.NotModified());
            });
        using var client = await StaleAsync(origin);
        using var activity = new Activity("caller").Start();
        Flowing.Value = "the caller's";

        await client.GetStringAsync();

        Assert.Equal((null, null), await flown.Task);
        Assert.Equal("the caller's", Flowing.Value);
    }

    [Fact]
    public async Task Credentials_OfTheCaller_GoWithTheRefreshAndDecideWhoGetsItsAnswer()
    {
        using var origin = Origin([.. Fresh], [.. Fresh]);
        using var client = await StaleAsync(origin);
        await client.GetStringAsync(("Authorization", "Bearer a"));
        client.Time.Advance(TimeSpan.FromSeconds(70));
        await client.GetStringAsync(("Authorization", "Bearer a"));
        await RefreshAsync(client, () => Answers.Ok("of a", Changed));

        var bodies = new[] { await client.GetStringAsync(("Authorization", "Bearer a")), await client.GetStringAsync() };

        Assert.Equal("Bearer a", origin.Requests.ElementAt(2).Headers.NonValidated["Authorization"].Single());
        Assert.Equal(["of a", "one"], bodies);
    }

    [Fact]
    public async Task Refresh_IsCountedAndLoggedAsSuchAndAsNoRequest()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        using var request = CachedClient.Request(HttpMethod.Get, CachedClient.Target);
        await client.ResultAsync(request);

        await RefreshAsync(client, () => Answers.Ok("two", Changed));

        Assert.Equal(2, client.Meters.Sum("cachinghandler.requests"));
        Assert.Equal(
            1, client.Meters.Sum("cachinghandler.requests", "outcome=stale-hit reason=stale-while-revalidate"));
        Assert.Equal(1, client.Meters.Sum(Counter));
        Assert.Equal(
            [
                "GET https://example.com/doc: miss (nothing-stored).",
                "GET https://example.com/doc: stale-hit (stale-while-revalidate).",
                "GET https://example.com/doc: refresh in the background: changed.",
            ],
            client.Log.Lines.Select(line => line.Message));
    }

    [Fact]
    public async Task Refresh_ThatThrows_IsLoggedWithWhatItThrew()
    {
        var failure = new InvalidOperationException("a bug");
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();

        await RefreshAsync(client, () => throw failure);

        var line = client.Log.Lines.Last();
        Assert.Equal("GET https://example.com/doc: refresh in the background: failed.", line.Message);
        Assert.Same(failure, line.Exception);
        Assert.Equal(1, client.Meters.Sum(Counter, "result=failed"));
    }

    [Fact]
    public async Task Refreshes_MoreThanMayRunAtOnce_AreSkippedAndCounted()
    {
        var documents = Enumerable.Range(0, 33).Select(number => $"{CachedClient.Target}/{number}").ToList();
        using var origin = Origin([.. Enumerable.Repeat(Fresh, 34)]);
        using var client = await StaleAsync(origin);
        await Task.WhenAll(documents.Select(document => client.Http.GetStringAsync(document)));
        client.Time.Advance(TimeSpan.FromSeconds(70));

        var bodies = await Task.WhenAll(documents.Select(document => client.Http.GetStringAsync(document)));
        var skipped = client.Meters.Sum(Counter, "result=skipped");
        await RefreshAsync(client, () => Answers.NotModified());

        Assert.Equal(Enumerable.Repeat("one", 33), bodies);
        Assert.Equal((1, 32), (skipped, client.Meters.Sum(Counter, "result=revalidated")));
    }

    [Fact]
    public async Task Refresh_ThatFails_LeavesNoExceptionUnobserved()
    {
        var failure = new HttpRequestException("nobody waits for this");
        var bug = new InvalidOperationException("nor for this");
        var unobserved = new List<Exception>();
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, arguments) =>
        {
            lock (unobserved)
            {
                unobserved.AddRange(arguments.Exception.Flatten().InnerExceptions);
            }
        };
        TaskScheduler.UnobservedTaskException += note;

        await FailAsync(failure);
        await FailAsync(bug);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= note;

        Assert.DoesNotContain(failure, unobserved);
        Assert.DoesNotContain(bug, unobserved);

        // On its own, so that nothing on the stack keeps its tasks alive.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static async Task FailAsync(Exception exception)
        {
            using var origin = new PatientOrigin(
                (_, _) => Task.FromResult(Answers.Ok("one", Fresh)),
                (_, _) => Task.FromException<HttpResponseMessage>(exception));
            using var client = await StaleAsync(origin);
            await client.GetStringAsync();
            await client.Store.Background.Work;
        }
    }
}
