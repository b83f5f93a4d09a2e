using CachingHandler.Storage;

namespace CachingHandler.Benchmarks;

/// <summary>Everything that is measured.</summary>
internal static class Comparisons
{
    private static readonly Uri Resource = new("https://api.example.com/v1/users/42/repositories?page=2&per_page=100");

    private static readonly KeyValuePair<string, string> NoStore = new("Cache-Control", "no-store");

    private static readonly KeyValuePair<string, string> Token = new("Authorization", "Bearer ghp_0123456789abcdefghijklmnopqrstuvwxyz");

    public static IEnumerable<Comparison> All()
    {
        foreach (var threads in new[] { 1, 8 })
        {
            foreach (var kilobytes in new[] { 1, 16, 256 })
            {
                yield return MemoryHit(kilobytes, threads);
            }
        }

        yield return AuthorizedHit();
        yield return Revalidated("dictionary, response by hand", origin => new DictionaryFloor(origin, Resource), 2.2);
        yield return Revalidated("validation by hand", origin => new ValidatingFloor(origin, Resource), null);
        yield return Miss(storeKilobytes: 100);
        yield return Miss(storeKilobytes: 64 * 1024);
        yield return Uncacheable();
        yield return PassedBy();
        yield return TieredHit(1);
        yield return DiskHit(1);
        yield return DiskHit(16);
        yield return DiskHit(256);
    }

    private static Comparison MemoryHit(int kilobytes, int threads)
    {
        var origin = new Origin(kilobytes * 1024, "max-age=86400");

        return new Comparison(
            $"memory hit, {kilobytes} KB, {Threads(threads)}",
            "dictionary, response by hand",
            new Subject(CacheOf(origin, new MemoryHttpCacheStore()), () => Resource, kilobytes * 1024),
            new Subject(new DictionaryFloor(origin, Resource), () => Resource, kilobytes * 1024),
            threads,
            TimeTarget: 1.2,
            BytesTarget: 1.2);
    }

    // The partition is a keyed hash of the credentials, taken on each request.
    private static Comparison AuthorizedHit()
    {
        var origin = new Origin(1024, "max-age=86400");

        return new Comparison(
            "memory hit with Authorization, 1 KB",
            "dictionary, response by hand",
            new Subject(CacheOf(origin, new MemoryHttpCacheStore()), () => Resource, 1024, Token),
            new Subject(new DictionaryFloor(origin, Resource), () => Resource, 1024, Token),
            Threads: 1,
            TimeTarget: null,
            BytesTarget: null);
    }

    private static Comparison Revalidated(string floorName, Func<Origin, HttpMessageHandler> floorOf, double? target)
    {
        var origin = new Origin(1024, "no-cache");

        return new Comparison(
            "revalidated hit, 1 KB",
            floorName,
            new Subject(CacheOf(origin, new MemoryHttpCacheStore()), () => Resource, 1024),
            new Subject(floorOf(origin), () => Resource, 1024),
            Threads: 1,
            TimeTarget: target,
            BytesTarget: null);
    }

    // In a store at its budget every miss also lets an old response go.
    private static Comparison Miss(int storeKilobytes)
    {
        var origin = new Origin(1024, "max-age=86400");

        return new Comparison(
            $"miss with storing, 1 KB, full store of {storeKilobytes:N0} KB",
            "no handler",
            new Subject(CacheOf(origin, StoreOf(storeKilobytes)), EverNew(), 1024),
            new Subject(origin, EverNew(), 1024),
            Threads: 1,
            TimeTarget: 3.5,
            BytesTarget: null);
    }

    private static Comparison Uncacheable()
    {
        var origin = new Origin(1024, "no-store");

        return new Comparison(
            "uncacheable response, 1 KB",
            "no handler",
            new Subject(CacheOf(origin, new MemoryHttpCacheStore()), () => Resource, 1024),
            new Subject(origin, () => Resource, 1024),
            Threads: 1,
            TimeTarget: 1.3,
            BytesTarget: null);
    }

    private static Comparison PassedBy()
    {
        var origin = new Origin(1024, "max-age=86400");

        return new Comparison(
            "request passed by (no-store), 1 KB",
            "no handler",
            new Subject(CacheOf(origin, new MemoryHttpCacheStore()), () => Resource, 1024, NoStore),
            new Subject(origin, () => Resource, 1024, NoStore),
            Threads: 1,
            TimeTarget: 1.3,
            BytesTarget: null);
    }

    // Once a second the hit looks at the disk.
    private static Comparison TieredHit(int kilobytes)
    {
        var directory = Directory.CreateTempSubdirectory("cachinghandler-benchmark-").FullName;
        var origin = new Origin(kilobytes * 1024, "max-age=86400");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);

        return new Comparison(
            $"tiered hit, {kilobytes} KB",
            "dictionary, response by hand",
            new Subject(CacheOf(origin, new TieredHttpCacheStore(new DiskHttpCacheStore(directory))), () => Resource, kilobytes * 1024),
            new Subject(new DictionaryFloor(origin, Resource), () => Resource, kilobytes * 1024),
            Threads: 1,
            TimeTarget: null,
            BytesTarget: null);
    }

    private static Comparison DiskHit(int kilobytes)
    {
        var directory = Directory.CreateTempSubdirectory("cachinghandler-benchmark-").FullName;
        var origin = new Origin(kilobytes * 1024, "max-age=86400");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);

        return new Comparison(
            $"disk hit, {kilobytes} KB",
            "one read of a file, response by hand",
            new Subject(CacheOf(origin, new DiskHttpCacheStore(directory)), () => Resource, kilobytes * 1024),
            new Subject(new FileFloor(origin, Resource, directory), () => Resource, kilobytes * 1024),
            Threads: 1,
            TimeTarget: kilobytes switch { 1 => 1.8, 256 => 1.3, _ => null },
            BytesTarget: null);
    }

    private static HttpCacheHandler CacheOf(Origin origin, HttpCacheStore store) => new(store) { InnerHandler = origin };

    private static MemoryHttpCacheStore StoreOf(int kilobytes) =>
        new(new MemoryHttpCacheStoreOptions { MaximumSize = kilobytes * 1024L });

    private static Func<Uri> EverNew()
    {
        var number = 0;

        return () => new Uri($"https://api.example.com/v1/users/{number++}");
    }

    private static string Threads(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";
}
