using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>A disk store with one entry whose file a test may spoil, and a neighbour that must not suffer.</summary>
internal sealed class DiskEntryFixture : IAsyncDisposable
{
    public static readonly HttpCacheKey Key = StoredResponses.Key("https://example.com/spoilt");
    public static readonly HttpCacheKey Neighbour = StoredResponses.Key("https://example.com/neighbour");

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingMeterFactory _meters = new();

    private DiskEntryFixture() => Store = new(_directory.Path, meterFactory: _meters);

    public DiskHttpCacheStore Store { get; }

    public StoredResponse Stored { get; private set; } = null!;

    public string File { get; private set; } = null!;

    public long DamagedEntries => _meters.SumOf("cachinghandler.store.damaged_entries");

    public static async Task<DiskEntryFixture> CreateAsync(int bodyLength = 300)
    {
        var fixture = new DiskEntryFixture();
        fixture.Stored = await fixture.Store.StoreAsync(StoredResponses.Of(Key, ("ETag", "\"1\"")), bodyLength);
        fixture.File = Assert.Single(fixture._directory.Files());
        await fixture.Store.StoreAsync(StoredResponses.Of(Neighbour));

        return fixture;
    }

    public byte[] Bytes() => System.IO.File.ReadAllBytes(File);

    public EntryHeader Header()
    {
        Assert.True(EntryHeader.TryRead(Bytes(), out var header));

        return header;
    }

    /// <summary>Inverts the byte at an offset; counted from the end when it is negative.</summary>
    public void Flip(int offset)
    {
        var bytes = Bytes();
        bytes[offset < 0 ? bytes.Length + offset : offset] ^= 0xff;
        Write(bytes);
    }

    // In place, as damage happens: a new file would have another identity.
    public void Write(byte[] bytes) => System.IO.File.WriteAllBytes(File, bytes);

    public async Task AssertMissAndRemovedAsync()
    {
        Assert.Empty(await Store.FindAsync(Key));
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(1, DamagedEntries);
        await AssertNeighbourIntactAsync();
    }

    public async Task AssertNeighbourIntactAsync()
    {
        var found = Assert.Single(await Store.FindAsync(Neighbour));
        Assert.Equal(BodyBytes.Of(found.BodyId, 1000), await Store.ReadBodyAsync(found));
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _meters.Dispose();
        _directory.Dispose();
    }
}
