using CachingHandler.Storage;

namespace CachingHandler.Tests.Storage;

/// <summary>The stores by the name of their medium, with what they lie on.</summary>
internal sealed class Media : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Gets every medium.</summary>
    public static TheoryData<string> All => ["memory", "disk", "tiered"];

    /// <summary>Makes a store, empty at first; two on the disk share what they hold.</summary>
    public HttpCacheStore Create(string medium) => medium switch
    {
        "disk" => new DiskHttpCacheStore(_directory.Path),
        "tiered" => new TieredHttpCacheStore(new DiskHttpCacheStore(_directory.Path)),
        _ => new MemoryHttpCacheStore(),
    };

    public void Dispose() => _directory.Dispose();
}
