using CachingHandler.Storage;

namespace CachingHandler.Conformance;

/// <summary>One way in which the cache is run through the suite.</summary>
/// <param name="Name">Its name in tables and in the list of expected outcomes.</param>
/// <param name="MakeOptions">What the cache is told.</param>
/// <param name="MakeStore">Where it keeps responses, given a directory that is its own.</param>
internal sealed record Configuration(string Name, Func<HttpCacheOptions> MakeOptions, Func<string, HttpCacheStore> MakeStore)
{
    public static IReadOnlyList<Configuration> All { get; } =
    [
        new("memory private", PrivateOptions, _ => new MemoryHttpCacheStore()),
        new("memory shared", SharedOptions, _ => new MemoryHttpCacheStore()),
        new("disk private", PrivateOptions, directory => new DiskHttpCacheStore(directory)),
    ];

    // The suite counts it in a cache's favour that it stands in for an origin that closes the connection.
    private static TimeSpan StaleIfError => TimeSpan.FromHours(1);

    public HttpCacheKind Kind => MakeOptions().Kind;

    /// <summary>Runs tests against a proxy with this cache, which is empty at first.</summary>
    /// <returns>What the suite's client says of each.</returns>
    public async Task<IReadOnlyDictionary<string, Verdict>> RunAsync(
        Suite suite, Uri origin, IEnumerable<SuiteTest> tests, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("cachinghandler-conformance-");
        try
        {
            await using var store = MakeStore(directory.FullName);
            await using var proxy = await CachingProxy.StartAsync(
                transport => new HttpCacheHandler(store, MakeOptions()) { InnerHandler = transport }, origin);

            return await suite.RunAsync(proxy.Address, tests, cancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static HttpCacheOptions PrivateOptions() => new() { Kind = HttpCacheKind.Private, StaleIfError = StaleIfError };

    private static HttpCacheOptions SharedOptions() => new()
    {
        Kind = HttpCacheKind.Shared,
        StaleIfError = StaleIfError,
        TargetedFields = ["CDN-Cache-Control", "Surrogate-Control"],
    };
}
