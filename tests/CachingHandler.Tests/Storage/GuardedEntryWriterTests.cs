using CachingHandler.Diagnostics;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class GuardedEntryWriterTests : IDisposable
{
    private readonly CountingMeters _meters = new();
    private readonly ListLogger<GuardedEntryWriterTests> _logger = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Read_StoreFails_GivesMinusOneAndReportsItOnce()
    {
        using var store = new MemoryHttpCacheStore();
        using var writer = await BeginAsync(store);
        await writer.WriteAsync(new byte[] { 1, 2, 3 });

        Assert.Equal(-1, writer.Read(-1, new byte[1]));
        Assert.Equal(-1, writer.Read(-1, new byte[1]));

        Assert.Single(_logger.Lines);
        Assert.False(writer.HasFailed);
    }

    [Fact]
    public async Task Read_AfterAFailedWrite_GivesWhatWasStagedBefore()
    {
        using var store = new FaultyStore(new MemoryHttpCacheStore(), failAt: 3);
        using var writer = await BeginAsync(store);
        await writer.WriteAsync(new byte[] { 1, 2, 3 });
        await writer.WriteAsync(new byte[] { 4 });
        Assert.True(writer.HasFailed);
        var bytes = new byte[4];

        Assert.Equal(3, writer.Read(0, bytes));
        Assert.Equal([1, 2, 3, 0], bytes);
    }

    private async Task<GuardedEntryWriter> BeginAsync(HttpCacheStore store)
    {
        var guarded = new GuardedStore(store, HttpCacheMetrics.Of(_meters), _logger);
        var writer = await guarded.BeginWriteAsync(StoredResponses.Of(StoredResponses.Key()), null, CancellationToken.None);
        Assert.NotNull(writer);

        return writer;
    }
}
