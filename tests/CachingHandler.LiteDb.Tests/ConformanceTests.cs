using CachingHandler.Conformance;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.LiteDb.Tests;

/// <summary>The public suite of HTTP caches, over this store.</summary>
public sealed class ConformanceTests
{
    private const string Variable = "CACHINGHANDLER_SUITE";

    // By its name, what is expected over the disk store is expected here.
    private static readonly Configuration LiteDb = new(
        "disk private",
        Configuration.All.Single(each => each.Name == "disk private").MakeOptions,
        directory => new LiteDbHttpCacheStore(Path.Join(directory, "cache.db")));

    [Fact]
    public async Task Suite_OverTheDatabase_ComesOutAsOverTheDiskStore()
    {
        var directory = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(directory is null, $"{Variable} does not name the directory of the npm package http-cache-tests.");
        var stop = TestContext.Current.CancellationToken;
        var list = Path.Join(SourceTree.Root, "tests", "CachingHandler.Conformance", "expected.txt");
        var expected = OutcomeListFormat.Parse(await File.ReadAllTextAsync(list, stop));
        await using var suite = await Suite.OpenAsync(directory!, stop);
        var origin = await suite.StartOriginAsync(stop);
        var tests = Applicability.Of(LiteDb.Kind, suite.Tests);

        var score = new Score(LiteDb.Name, tests, await LiteDb.RunAsync(suite, origin, tests, stop));
        var doubtful = new Judgement(expected, [score]).Differences.Select(difference => difference.Test).ToList();
        score = score.With(await LiteDb.RunAsync(suite, origin, doubtful, stop));

        Assert.NotEmpty(tests);
        Assert.Empty(new Judgement(expected, [score]).Differences);
    }
}
