using CachingHandler.Storage;

namespace CachingHandler.Conformance;

/// <summary>One way in which the cache is run through the suite.</summary>
internal sealed record Configuration(string Name, HttpCacheKind Kind, Func<HttpCacheStore> MakeStore)
{
    public static IReadOnlyList<Configuration> All { get; } =
    [
        new("memory private", HttpCacheKind.Private, () => new MemoryHttpCacheStore()),
        new("memory shared", HttpCacheKind.Shared, () => new MemoryHttpCacheStore()),
        new("disk private", HttpCacheKind.Private, () => new DiskHttpCacheStore(
            Directory.CreateTempSubdirectory("cachinghandler-conformance-").FullName)),
    ];

    /// <summary>Runs the suite against a proxy with this cache.</summary>
    public async Task<Score> RunAsync(Suite suite, IReadOnlyList<SuiteTest> tests, Uri origin)
    {
        await using var store = MakeStore();

        // The suite counts it in a cache's favour that it stands in for an origin that closes the connection.
        var options = new HttpCacheOptions { Kind = Kind, StaleIfError = TimeSpan.FromHours(1) };
        await using var proxy = await CachingProxy.StartAsync(
            transport => new HttpCacheHandler(store, options) { InnerHandler = transport }, origin);
        var verdicts = await suite.RunAsync(proxy.Address);
        if (store is DiskHttpCacheStore disk)
        {
            Directory.Delete(disk.DirectoryPath, recursive: true);
        }

        return new Score(tests, verdicts);
    }
}
