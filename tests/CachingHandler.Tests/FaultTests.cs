using System.Globalization;
using System.Runtime.CompilerServices;
using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Tests;

/// <summary>The cache may fail, the request may not: a store that throws on its n-th call, for every n.</summary>
public sealed class FaultTests
{
    private const string Failures = "cachinghandler.store.failures";

    // What is done in turn, and the editions of the document that the requests have to bring.
    private static readonly Dictionary<string, int[]> Scenarios = new(StringComparer.Ordinal)
    {
        ["get"] = [1],
        ["get, get"] = [1, 1],
        ["send, send"] = [1, 1],
        ["get, head, get"] = [1, 1],
        ["get, get a variant, get, get a variant"] = [1, 1, 1, 1],
        ["get, wait, get, get"] = [1, 1, 1],
        ["send, wait, send, send"] = [1, 1, 1],
        ["get, publish, wait, get, get"] = [1, 2, 2],
        ["send, publish, wait, send, send"] = [1, 2, 2],
        ["get, publish, force, get"] = [1, 2, 2],
        ["force, get"] = [1, 1],
        ["get, publish, bypass, wait, get"] = [1, 2, 2],
        ["get, revalidate, publish, revalidate, get"] = [1, 1, 2, 2],
    };

    // What the origin sends along: with groups and rules for queries, there are more calls that can fail.
    private static readonly Dictionary<string, (string Name, string Value)[]> Extensions = new(StringComparer.Ordinal)
    {
        ["none"] = [],
        ["groups"] = [("Cache-Groups", "\"x\", \"y\""), ("Cache-Group-Invalidation", "\"y\"")],
        ["search"] = [("No-Vary-Search", "key-order")],
        ["both"] = [("Cache-Groups", "\"x\""), ("No-Vary-Search", "params=(\"a\")")],
    };

    public static TheoryData<string, StoreFault> EveryScenario =>
        new MatrixTheoryData<string, StoreFault>(Scenarios.Keys, Enum.GetValues<StoreFault>());

    public static TheoryData<string, StoreFault, string> EveryExtension =>
        new MatrixTheoryData<string, StoreFault, string>(Scenarios.Keys, Enum.GetValues<StoreFault>(), Extensions.Keys);

    [Theory]
    [MemberData(nameof(EveryExtension))]
    public async Task Store_FailingOnAnyCall_FailsNoRequest(string scenario, StoreFault fault, string extension)
    {
        var runs = await ForEveryCall(fault, scenario, extension).ToListAsync();

        Assert.NotEmpty(runs);
        Assert.All(runs, run => Assert.Equal(Scenarios[scenario], run.Editions));
    }

    [Theory]
    [MemberData(nameof(EveryScenario))]
    public async Task Store_FailingOnAnyCall_IsCountedAndLogged(string scenario, StoreFault fault)
    {
        var runs = await ForEveryCall(fault, scenario).ToListAsync();

        Assert.All(runs, run => Assert.Equal(1, run.Client.Meters.Sum(Failures)));
        Assert.All(runs, run => Assert.IsType<IOException>(
            Assert.Single(run.Client.Log.Lines, line => line.Level >= LogLevel.Warning).Exception));
    }

    [Theory]
    [InlineData(StoreFault.Throw)]
    [InlineData(StoreFault.FaultedTask)]
    [InlineData(StoreFault.LateFault)]
    public async Task Store_FailingToInvalidate_SaysSoLouder(StoreFault fault)
    {
        var runs = await ForEveryCall(fault, "get, put, get").ToListAsync();

        var failed = runs.Where(run => run.Client.Meters.Sum(Failures, "operation=invalidate") == 1).ToList();
        Assert.All(runs.Except(failed), run => Assert.Equal([1, 2], run.Editions));
        Assert.All(failed, run => Assert.Equal([1, 1], run.Editions));
        Assert.All(failed, run => Assert.Equal(
            ["InvalidationFailed"],
            run.Client.Log.Lines.Where(line => line.Level == LogLevel.Error).Select(line => line.Event.Name)));
        Assert.Single(failed);
    }

    // Where one way to invalidate fails, another is left.
    [Theory]
    [InlineData("get, query, put elsewhere, get, query", StoreFault.Throw, "groups")]
    [InlineData("get, query, put elsewhere, get, query", StoreFault.FaultedTask, "groups")]
    [InlineData("get, query, put elsewhere, get, query", StoreFault.LateFault, "groups")]
    [InlineData("query, query, put, query, query", StoreFault.Throw, "none")]
    [InlineData("query, query, put, query, query", StoreFault.LateFault, "groups")]
    public async Task Store_FailingToInvalidateByANote_ServesNothingWrong(string scenario, StoreFault fault, string extension)
    {
        var runs = await ForEveryCall(fault, scenario, extension).ToListAsync();

        Assert.All(runs, run => Assert.Equal([1, 1, 2, 2], run.Editions));
    }

    [Theory]
    [InlineData(StoreFault.Throw)]
    [InlineData(StoreFault.LateFault)]
    public async Task Store_FailingToInvalidateOtherQueries_SaysSoLouder(StoreFault fault)
    {
        var runs = await ForEveryCall(fault, "get, get, put, get", "search").ToListAsync();

        var failed = runs.Where(run => run.Client.Meters.Sum(Failures, "operation=invalidate") == 1).ToList();
        Assert.All(runs.Where(run => run.Editions is not [1, 1, 2]), run => Assert.Contains(run, failed));
    }

    [Theory]
    [InlineData(StoreFault.Throw)]
    [InlineData(StoreFault.FaultedTask)]
    [InlineData(StoreFault.LateFault)]
    public async Task Store_FailingWhenItsResponseIsToStandIn_LeavesTheOriginsError(StoreFault fault)
    {
        var runs = await ForEveryCall(fault, "get, wait, break, get").ToListAsync();

        Assert.Contains(runs, run => run.Editions is [1, 503]);
        Assert.All(runs, run => Assert.True(run.Editions is [1, 503] or [1, 1]));
    }

    [Fact]
    public async Task Store_FailingAlways_LeavesTheClientAsWithoutACache()
    {
        using var run = new Run(new BrokenStore());

        await run.PlayAsync("get, get, publish, get, put, force, send, wait, get");

        Assert.Equal([1, 1, 2, 3, 3, 3], run.Editions);
        Assert.Equal(1, run.Client.Meters.Sum(Failures, "operation=secret"));
        Assert.Equal(14, run.Client.Meters.Sum(Failures, "operation=find"));
        Assert.Equal(7, run.Client.Meters.Sum(Failures, "operation=write"));
    }

    [Theory]
    [InlineData("get", StoreFault.Throw)]
    [InlineData("get", StoreFault.LateFault)]
    [InlineData("send", StoreFault.Throw)]
    public async Task Body_ThatCannotBeRead_FailsItsReaderAndIsFetchedAnew(string method, StoreFault fault)
    {
        const int FirstRead = 8;
        using var run = new Run(new FaultyStore(new MemoryHttpCacheStore(), FirstRead, fault));
        await run.PlayAsync("get");

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => run.PlayAsync(method));
        var result = await run.Client.ResultAsync();

        Assert.IsType<IOException>(failure.InnerException);
        Assert.Equal(HttpCacheReason.NothingStored, result.Reason);
        Assert.Equal(1, run.Client.Meters.Sum(Failures, "operation=read"));
    }

    [Fact]
    public async Task Body_WhoseReaderHasLeft_IsKept()
    {
        using var directory = new TemporaryDirectory();
        using var client = new CachedClient(
            store: new DiskHttpCacheStore(directory.Path),
            transport: new FakeOrigin(_ => Answers.Ok(new string('x', 200_000), ("Cache-Control", "max-age=60"))));
        await client.GetStringAsync();
        var response = await client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        var stream = await response.Content.ReadAsStreamAsync();
        response.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.CopyToAsync(Stream.Null));

        Assert.Equal(0, client.Meters.Sum(Failures));
        Assert.Single(await client.Store.AllAsync());
    }

    // Plays the scenario with the first call failing, then with the second, until there is no call left to fail.
    private static async IAsyncEnumerable<Run> ForEveryCall(
        StoreFault fault, string scenario, string extension = "none", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var call = 1; !cancellationToken.IsCancellationRequested; call++)
        {
            using var store = new FaultyStore(new MemoryHttpCacheStore(), call, fault, failsBodies: false);
            using var run = new Run(store, Extensions[extension]);
            await run.PlayAsync(scenario);
            if (!store.HasFailed)
            {
                yield break;
            }

            yield return run;
        }
    }

    /// <summary>A client, its origin, and the editions that it got: for an error, its status.</summary>
    private sealed class Run : IDisposable
    {
        private readonly EditionOrigin _origin;

        public Run(HttpCacheStore store, params (string Name, string Value)[] fields)
        {
            _origin = new EditionOrigin(fields);
            Client = new CachedClient(store: store, transport: _origin);
        }

        public CachedClient Client { get; }

        public List<int> Editions { get; } = [];

        public async Task PlayAsync(string scenario)
        {
            foreach (var step in scenario.Split(", "))
            {
                Client.Time.Advance(TimeSpan.FromMilliseconds(1));
                await (step switch
                {
                    "wait" => Do(() => Client.Time.Advance(TimeSpan.FromMinutes(2))),
                    "publish" => Do(() => _origin.Edition++),
                    "break" => Do(() => _origin.IsDown = true),
                    "put" => Client.Http.PutAsync(CachedClient.Target, null),
                    "put elsewhere" => Client.Http.PutAsync("https://example.com/form", null),
                    "query" => GetAsync(Query()),
                    "head" => Client.Http.SendAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target)),
                    "get a variant" => GetAsync(CachedClient.Get(("Accept", "text/plain"))),
                    "force" => GetAsync(CachedClient.Get().ForceRefresh()),
                    "bypass" => GetAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.Bypass)),
                    "revalidate" => GetAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.Revalidate)),
                    "send" => ReadAsync(Client.Http.Send(CachedClient.Get())),
                    _ => GetAsync(CachedClient.Get()),
                });
            }
        }

        public void Dispose() => Client.Dispose();

        private static HttpRequestMessage Query()
        {
            var request = CachedClient.Request(HttpMethod.Query, CachedClient.Target);
            request.Content = new StringContent("x");

            return request;
        }

        private static Task Do(Action action)
        {
            action();

            return Task.CompletedTask;
        }

        private async Task GetAsync(HttpRequestMessage request) =>
            await ReadAsync(await Client.Http.SendAsync(request));

        private async Task ReadAsync(HttpResponseMessage response)
        {
            var body = await response.Content.ReadAsStringAsync();
            Editions.Add(int.TryParse(body, CultureInfo.InvariantCulture, out var edition)
                ? edition
                : (int)response.StatusCode);
        }
    }
}
