using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>Ranges, completions and resumed downloads for callers of <see cref="HttpClient.Send(HttpRequestMessage)"/>.</summary>
public sealed class SynchronousPartTests
{
    public static TheoryData<string> Media => Storage.Media.All;

    [Theory]
    [MemberData(nameof(Media))]
    public void Range_OfAStoredDocument_IsCutFromIt(string medium)
    {
        using var client = new DocumentClient(medium);
        Send(client);

        var (status, bytes, outcome) = Send(client, ("Range", "bytes=10-19"));

        Assert.Equal((206, HttpCacheOutcome.Hit), (status, outcome));
        Assert.Equal(client.Bytes[10..20], bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public void Range_NotStored_IsStoredAndCombined(string medium)
    {
        using var client = new DocumentClient(medium);
        Send(client, ("Range", "bytes=0-49"));
        Send(client, ("Range", "bytes=50-99"));

        var (status, bytes, outcome) = Send(client);

        Assert.Equal((200, HttpCacheOutcome.Hit), (status, outcome));
        Assert.Equal(client.Bytes, bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public void Whole_OfAPart_IsCompletedAndStored(string medium)
    {
        using var client = new DocumentClient(medium);
        Send(client, ("Range", "bytes=0-49"));

        var completed = Send(client);
        var hit = Send(client);

        Assert.Equal((HttpCacheOutcome.Completed, HttpCacheOutcome.Hit), (completed.Outcome, hit.Outcome));
        Assert.Equal(client.Bytes, completed.Bytes);
        Assert.Equal(client.Bytes, hit.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public void Whole_CompletedButNotStored_IsTheWhole(string medium)
    {
        using var client = new DocumentClient(medium, new HttpCacheOptions { MaximumBodySize = 60 });
        Send(client, ("Range", "bytes=0-49"));

        var (status, bytes, outcome) = Send(client);

        Assert.Equal((200, HttpCacheOutcome.Completed), (status, outcome));
        Assert.Equal(client.Bytes, bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public void Download_BrokenOff_IsResumed(string medium)
    {
        using var client = new DocumentClient(medium);
        client.Origin.BreakNextAfter = 50;
        Assert.Throws<HttpRequestException>(() => Send(client));

        var (status, bytes, outcome) = Send(client);

        Assert.Equal((200, HttpCacheOutcome.Completed), (status, outcome));
        Assert.Equal(client.Bytes, bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public void Download_LeftByItsCaller_IsResumed(string medium)
    {
        using var client = new DocumentClient(medium, new() { MaximumDrainSize = 0 }, BodyBytes.Of(Guid.Empty, 100_000));
        using (var response = client.Client.Http.Send(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead))
        {
            response.Content.ReadAsStream().ReadExactly(new byte[30]);
        }

        Assert.Equal(HttpCacheOutcome.Completed, Send(client).Outcome);
        Assert.Equal($"bytes={DocumentOrigin.ChunkLength}-", client.Origin.Requests[^1].Range);
    }

    [Theory]
    [InlineData("\"1\"", 304)]
    [InlineData("\"2\"", 200)]
    public void Condition_OnAStoredDocument_IsAnswered(string tags, int expected)
    {
        using var client = new DocumentClient();
        Send(client);

        var (status, _, outcome) = Send(client, ("If-None-Match", tags));

        Assert.Equal((expected, HttpCacheOutcome.Hit), (status, outcome));
    }

    private static (int Status, byte[] Bytes, HttpCacheOutcome Outcome) Send(
        DocumentClient client, params (string Name, string Value)[] fields)
    {
        using var response = client.Client.Http.Send(CachedClient.Get(fields));
        using var copy = new MemoryStream();
        response.Content.CopyTo(copy, context: null, CancellationToken.None);

        return ((int)response.StatusCode, copy.ToArray(), response.GetHttpCacheResult()!.Outcome);
    }
}
