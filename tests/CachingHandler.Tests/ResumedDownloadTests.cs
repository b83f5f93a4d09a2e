using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>Downloads that break off, and what is left of them for the next.</summary>
public sealed class ResumedDownloadTests
{
    public static TheoryData<string> Media => Storage.Media.All;

    public static TheoryData<string, int> MediaAndLengths => new MatrixTheoryData<string, int>(["memory", "disk"], [1, 50, 99]);

    [Theory]
    [MemberData(nameof(MediaAndLengths))]
    [Rfc9111("3.3")]
    public async Task Download_BrokenOff_IsResumedWhereItBroke(string medium, int length)
    {
        using var client = new DocumentClient(medium);
        await client.BreakAfterAsync(length);

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal((200, HttpCacheOutcome.Completed), (whole.Status, whole.Outcome));
        Assert.Equal(($"bytes={length}-", "\"1\""), (client.Origin.Requests[^1].Range, client.Origin.Requests[^1].IfRange));
    }

    [Theory]
    [InlineData("memory", 1)]
    [InlineData("memory", 100_000)]
    [InlineData("disk", 1)]
    [InlineData("disk", 100_000)]
    [Rfc9111("3.3")]
    public async Task Download_LeftByItsCaller_IsResumedWhereTheCallerLeft(string medium, int length)
    {
        using var client = new DocumentClient(medium, new() { MaximumDrainSize = 0 }, BodyBytes.Of(Guid.Empty, 300_000));
        await client.LeaveAfterAsync(length);

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal((200, HttpCacheOutcome.Completed), (whole.Status, whole.Outcome));
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Download_BrokenOff_SaysThatItIsIncomplete(string medium)
    {
        using var client = new DocumentClient(medium);
        client.Origin.BreakNextAfter = 50;
        using var response = await client.Client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();

        await Assert.ThrowsAsync<HttpIOException>(() => stream.CopyToAsync(Stream.Null));

        var result = response.GetHttpCacheResult()!;
        Assert.Equal((false, NotStoredReason.Incomplete), (result.Stored, result.NotStoredReason));
        Assert.Equal([new ByteRange(0, 49)], (await client.StoredAsync()).Part!.Ranges);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("3.3")]
    public async Task Download_BrokenOff_ServesTheRangesThatHaveArrived(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.BreakAfterAsync(50);

        var part = await client.RangeAsync("20-29");

        Assert.Equal((206, HttpCacheOutcome.Hit), (part.Status, part.Outcome));
        Assert.Equal(client.Bytes[20..30], part.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Download_BrokenOffAgainAndAgain_GoesOnEachTime(string medium)
    {
        using var client = new DocumentClient(medium, document: BodyBytes.Of(Guid.NewGuid(), 300_000));
        await client.BreakAfterAsync(100_000);
        await client.BreakAfterAsync(70_000);
        await client.BreakAfterAsync(30_000);

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal(
            [null, "bytes=100000-", "bytes=170000-", "bytes=200000-"],
            client.Origin.Requests.Select(request => request.Range));
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Download_BrokenOffBeforeItAddsAnything_LeavesWhatWasThere(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.BreakAfterAsync(50);
        client.Origin.IgnoresRange = true;
        await client.BreakAfterAsync(30);

        Assert.Equal([new ByteRange(0, 49)], (await client.StoredAsync()).Part!.Ranges);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Download_OfAnotherEditionBrokenOff_TakesThePlaceOfTheOlderPart(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.BreakAfterAsync(50);
        client.Origin.Publish(BodyBytes.Of(Guid.NewGuid(), 100), "\"2\"");
        await client.BreakAfterAsync(30);

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal(("bytes=30-", "\"2\""), (client.Origin.Requests[^1].Range, client.Origin.Requests[^1].IfRange));
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Range_BrokenOff_IsKeptAsFarAsItCame(string medium)
    {
        using var client = new DocumentClient(medium);
        client.Origin.BreakNextAfter = 20;
        await Assert.ThrowsAsync<HttpIOException>(() => client.RangeAsync("10-89"));

        var part = await client.RangeAsync("10-29");

        Assert.Equal(HttpCacheOutcome.Hit, part.Outcome);
        Assert.Equal(client.Bytes[10..30], part.Bytes);
        Assert.Equal([new ByteRange(10, 29)], (await client.StoredAsync()).Part!.Ranges);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Range_BrokenOffWhileCombined_LeavesWhatWasThere(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-29");
        client.Origin.BreakNextAfter = 20;
        await Assert.ThrowsAsync<HttpIOException>(() => client.RangeAsync("30-89"));

        var part = await client.RangeAsync("0-29");

        Assert.Equal(HttpCacheOutcome.Hit, part.Outcome);
        Assert.Equal([new ByteRange(0, 29)], (await client.StoredAsync()).Part!.Ranges);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Refresh_BrokenOff_LeavesTheCompleteResponse(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.GetAsync();
        client.Origin.BreakNextAfter = 50;
        await Assert.ThrowsAsync<HttpIOException>(() => client.SendAsync(CachedClient.Get().ForceRefresh()));

        var hit = await client.GetAsync();

        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
        Assert.Equal(client.Bytes, hit.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Refresh_OfAnotherEditionBrokenOff_LeavesTheCompleteResponse(string medium)
    {
        using var client = new DocumentClient(medium);
        var older = await client.GetAsync();
        client.Origin.Publish(BodyBytes.Of(Guid.NewGuid(), 200), "\"2\"");
        client.Origin.BreakNextAfter = 150;
        await Assert.ThrowsAsync<HttpIOException>(() => client.SendAsync(CachedClient.Get().ForceRefresh()));

        var hit = await client.GetAsync();

        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
        Assert.Equal(older.Bytes, hit.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Download_WhichAnotherHasCompletedMeanwhile_IsLeftToTheOther(string medium)
    {
        using var client = new DocumentClient(medium);
        using var slow = await client.Client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await slow.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[50]);
        await client.GetAsync();

        slow.Dispose();

        var hit = await client.GetAsync();
        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
        Assert.Equal(client.Bytes, hit.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Range_WhileAnotherHasReceivedAll_IsLeftToTheOther(string medium)
    {
        using var client = new DocumentClient(medium);
        using var range = await client.Client.Http.SendAsync(
            CachedClient.Get(("Range", "bytes=0-9")), HttpCompletionOption.ResponseHeadersRead);
        await client.GetAsync();

        await range.Content.ReadAsByteArrayAsync();

        var hit = await client.GetAsync();
        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
        Assert.Equal(NotStoredReason.Part, range.GetHttpCacheResult()!.NotStoredReason);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("W/\"1\"", false)]
    [InlineData("unquoted", false)]
    [InlineData(null, false)]
    [InlineData("\"1\"", true)]
    public async Task Download_ThatCannotBeResumed_LeavesNothing(string? entityTag, bool isChunked)
    {
        using var client = new DocumentClient();
        (client.Origin.ETag, client.Origin.IsChunked) = (entityTag, isChunked);
        await client.BreakAfterAsync(50);

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal((HttpCacheOutcome.Miss, HttpCacheReason.NothingStored), (whole.Outcome, whole.Reason));
    }

    [Fact]
    [Rfc9111("3")]
    public async Task Download_ThatMayNotBeStored_LeavesNothing()
    {
        using var client = new DocumentClient();
        client.Origin.CacheControl = "no-store";
        await client.BreakAfterAsync(50);

        Assert.Empty(await client.Client.Store.AllAsync());
    }

    [Fact]
    public async Task Download_OfAnError_LeavesNothing()
    {
        using var client = new DocumentClient();
        client.Origin.Altering = response => response.StatusCode = System.Net.HttpStatusCode.NotFound;
        await client.BreakAfterAsync(50);

        Assert.Empty(await client.Client.Store.AllAsync());
    }
}
