namespace CachingHandler.Tests;

public sealed partial class HttpCacheResultTests
{
    public static TheoryData<string, string, int, HttpCacheOutcome, HttpCacheReason, ForwardReason, NotStoredReason> Parts => new()
    {
        { "nothing", "Range: bytes=0-9", 206, HttpCacheOutcome.Miss, HttpCacheReason.NothingStored, ForwardReason.UriMiss, NotStoredReason.None },
        { "nothing", "Range: bytes=100-", 416, HttpCacheOutcome.Miss, HttpCacheReason.NothingStored, ForwardReason.UriMiss, NotStoredReason.Status },
        { "nothing", "If-None-Match: \"1\"", 304, HttpCacheOutcome.Miss, HttpCacheReason.NothingStored, ForwardReason.UriMiss, NotStoredReason.Status },
        { "whole", "Range: bytes=0-9", 206, HttpCacheOutcome.Hit, HttpCacheReason.Fresh, ForwardReason.None, NotStoredReason.None },
        { "whole", "Range: bytes=100-", 416, HttpCacheOutcome.Hit, HttpCacheReason.Fresh, ForwardReason.None, NotStoredReason.None },
        { "whole", "If-None-Match: \"1\"", 304, HttpCacheOutcome.Hit, HttpCacheReason.Fresh, ForwardReason.None, NotStoredReason.None },
        { "stale", "Range: bytes=0-9", 206, HttpCacheOutcome.Revalidated, HttpCacheReason.Expired, ForwardReason.Stale, NotStoredReason.None },
        { "stale", "If-None-Match: \"1\"", 304, HttpCacheOutcome.Revalidated, HttpCacheReason.Expired, ForwardReason.Stale, NotStoredReason.None },
        { "stale", "If-None-Match: \"0\"", 200, HttpCacheOutcome.Revalidated, HttpCacheReason.Expired, ForwardReason.Stale, NotStoredReason.None },
        { "part", "Range: bytes=0-9", 206, HttpCacheOutcome.Hit, HttpCacheReason.Fresh, ForwardReason.None, NotStoredReason.None },
        { "part", "Range: bytes=40-59", 206, HttpCacheOutcome.Miss, HttpCacheReason.PartMissing, ForwardReason.Partial, NotStoredReason.None },
        { "part", "Range: bytes=0-1,5-6", 200, HttpCacheOutcome.Miss, HttpCacheReason.PartMissing, ForwardReason.Partial, NotStoredReason.None },
        { "part", "If-None-Match: \"1\"", 304, HttpCacheOutcome.Hit, HttpCacheReason.Fresh, ForwardReason.None, NotStoredReason.None },
        { "part", "If-None-Match: \"0\"", 200, HttpCacheOutcome.Miss, HttpCacheReason.PartMissing, ForwardReason.Partial, NotStoredReason.None },
        { "part", "Accept: any", 200, HttpCacheOutcome.Completed, HttpCacheReason.PartMissing, ForwardReason.Partial, NotStoredReason.None },
        { "part", "Cache-Control: only-if-cached", 504, HttpCacheOutcome.Unavailable, HttpCacheReason.RequestOnlyIfCached, ForwardReason.None, NotStoredReason.None },
        { "changed part", "Accept: any", 200, HttpCacheOutcome.Changed, HttpCacheReason.PartMissing, ForwardReason.Partial, NotStoredReason.None },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task Request_WithARangeOrACondition_SaysWhatTheCacheDid(
        string stored,
        string field,
        int status,
        HttpCacheOutcome outcome,
        HttpCacheReason reason,
        ForwardReason forward,
        NotStoredReason notStored)
    {
        using var client = new DocumentClient();
        await StoreAsync(client, stored);

        var received = await client.GetAsync(Field(field));

        Assert.Equal((status, outcome, reason), (received.Status, received.Outcome, received.Reason));
        Assert.Equal((forward, notStored), (received.Result.ForwardReason, received.Result.NotStoredReason));
        Assert.Equal(1, client.Client.Meters.Sum("cachinghandler.requests", $"outcome={outcome.ToCode()} reason={reason.ToCode()}"));
    }

    private static async Task StoreAsync(DocumentClient client, string what)
    {
        await (what switch
        {
            "nothing" => Task.CompletedTask,
            "whole" or "stale" => client.GetAsync(),
            _ => client.RangeAsync("0-49"),
        });
        client.Time.Advance(TimeSpan.FromMinutes(what == "stale" ? 2 : 0));
        client.Origin.ETag = what == "changed part" ? "\"2\"" : "\"1\"";
    }
}
