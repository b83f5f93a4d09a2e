using CachingHandler.Conformance;
using CachingHandler.Storage;
using CachingHandler.Testing;
using Microsoft.Extensions.Caching.StackExchangeRedis;

namespace CachingHandler.Distributed.Tests;

/// <summary>The public suite of HTTP caches, for a shared cache over Redis with memory in front.</summary>
public sealed class ConformanceTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private const string Variable = "CACHINGHANDLER_SUITE";
    private const string Expected = "memory shared";

    [Fact]
    public async Task Suite_OverRedis_ComesOutAsOverTheMemoryStore()
    {
        var directory = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(directory is null, $"{Variable} does not name the directory of the npm package http-cache-tests.");
        Redis.SkipWhenMissing();
        var stop = TestContext.Current.CancellationToken;
        using var client = await Redis.ConnectAsync(redis.Server);
        var configuration = OverRedis(client);
        var list = Path.Join(SourceTree.Root, "tests", "CachingHandler.Conformance", "expected.txt");
        var expected = OutcomeListFormat.Parse(await File.ReadAllTextAsync(list, stop));
        await using var suite = await Suite.OpenAsync(directory!, stop);
        var origin = await suite.StartOriginAsync(stop);
        var tests = Applicability.Of(configuration.Kind, suite.Tests);

        var score = new Score(configuration.Name, tests, await configuration.RunAsync(suite, origin, tests, stop));
        var doubtful = new Judgement(expected, [score]).Differences.Select(difference => difference.Test).ToList();
        score = score.With(await configuration.RunAsync(suite, origin, doubtful, stop));

        Assert.NotEmpty(tests);
        Assert.Empty(new Judgement(expected, [score]).Differences);
    }

    // By its name, what is expected over the memory store is expected here.
    private Configuration OverRedis(RedisCache client) => new(
        Expected,
        Configuration.All.Single(each => each.Name == Expected).MakeOptions,
        _ => new TieredHttpCacheStore(new DistributedHttpCacheStore(
            client, new() { KeyPrefix = redis.NewPrefix(), Secret = new byte[32], Timeout = TimeSpan.FromSeconds(20) })));
}
