using CachingHandler.Body;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Body;

/// <summary>What is kept of a body that breaks off, and when.</summary>
public sealed class ResumptionTests
{
    private static readonly StoredResponse Head = StoredResponses.Of(StoredResponses.Key(), ("ETag", "\"1\""));

    [Theory]
    [InlineData(0, 0, 1, 0, 0)]
    [InlineData(0, 0, 99, 0, 98)]
    [InlineData(0, 50, 51, 0, 50)]
    [InlineData(20, 0, 10, 20, 29)]
    public void HeadFor_MoreThanIsStored_IsOfTheBytesThatArrived(long first, long storedLength, long length, long from, long to)
    {
        var head = new Resumption(Head, first, 100, storedLength).HeadFor(length);

        Assert.Equal([new ByteRange(from, to)], head!.Part!.Ranges);
        Assert.Equal(100, head.Part.CompleteLength);
        Assert.Equal(Head.BodyId, head.BodyId);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0)]
    [InlineData(50, 49)]
    [InlineData(50, 50)]
    public void HeadFor_NoMoreThanIsStored_IsNull(long storedLength, long length)
    {
        Assert.Null(new Resumption(Head, 0, 100, storedLength).HeadFor(length));
    }

    [Fact]
    public async Task Caller_WhoLeavesAmidAWrite_LeavesWhatHadArrived()
    {
        using var inner = new MemoryHttpCacheStore();
        using var store = new HeldStore(inner);
        using var client = new DocumentClient(
            options: new() { MaximumDrainSize = 0 }, document: BodyBytes.Of(Guid.Empty, 200_000), store: store);
        var response = await client.Client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[DocumentOrigin.ChunkLength]);
        store.Hold();
        var reading = stream.ReadAsync(new byte[10]).AsTask();

        response.Dispose();
        store.Release();

        await Assert.ThrowsAsync<IOException>(() => reading);
        await store.Fetches.Work;
        Assert.Equal([new ByteRange(0, DocumentOrigin.ChunkLength - 1)], Assert.Single(await inner.AllAsync()).Part!.Ranges);
        Assert.Equal(NotStoredReason.Incomplete, response.GetHttpCacheResult()!.NotStoredReason);
    }

    [Fact]
    public async Task Query_BrokenOff_LeavesNothingBehind()
    {
        using var client = new DocumentClient();
        client.Origin.BreakNextAfter = 50;
        using var request = CachedClient.Request(HttpMethod.Query, CachedClient.Target);
        request.Content = new StringContent("x");

        await Assert.ThrowsAsync<HttpIOException>(() => client.SendAsync(request));

        Assert.DoesNotContain(await client.Client.Store.AllAsync(), stored => stored.Part is not null);
    }
}
