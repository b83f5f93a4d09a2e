using System.IO.Compression;
using System.Net;
using System.Text;
using CachingHandler.Testing;

namespace CachingHandler.Tests.EndToEnd;

/// <summary>Ranges, conditions and broken downloads over a real connection.</summary>
public sealed class RangeTests
{
    private static readonly OriginDocument First = new(string.Concat(Enumerable.Range(0, 10_000).Select(number => $"{number:D5}")))
    {
        ETag = "\"v1\"",
    };

    // More than has arrived by the time that its caller leaves, even packed.
    private static readonly OriginDocument Long = First with
    {
        Body = string.Concat(Enumerable.Range(0, 100_000).Select(number => $"{unchecked((uint)number * 2_654_435_761):X8}")),
    };

    private static readonly OriginDocument Second = First with { Body = new string('2', 60_000), ETag = "\"v2\"" };

    public static TheoryData<string, string> Everywhere => CachedConnection.Everywhere;

    private static HttpCacheOptions Undrained => new() { MaximumDrainSize = 0 };

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Range_OfAStoredDocument_IsCutFromIt(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await connection.GetAsync("/doc");

        var part = await SendAsync(connection, ("Range", "bytes=10-19"));
        var beyond = await SendAsync(connection, ("Range", "bytes=50000-"));

        Assert.Equal((206, First.Body[10..20], HttpCacheOutcome.Hit), (part.Status, part.Text, part.Outcome));
        Assert.Equal((416, string.Empty, HttpCacheOutcome.Hit), (beyond.Status, beyond.Text, beyond.Outcome));
        Assert.Equal(1, connection.Origin.Count());
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Ranges_OfADocument_AreCombinedAndTheRestIsAskedFor(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await SendAsync(connection, ("Range", "bytes=0-9999"));
        await SendAsync(connection, ("Range", "bytes=10000-19999"));

        var part = await SendAsync(connection, ("Range", "bytes=5000-14999"));
        var whole = await connection.GetAsync("/doc");
        var hit = await connection.GetAsync("/doc");

        Assert.Equal((206, First.Body[5_000..15_000], HttpCacheOutcome.Hit), (part.Status, part.Text, part.Outcome));
        Assert.Equal((First.Body, HttpCacheOutcome.Completed), whole);
        Assert.Equal((First.Body, HttpCacheOutcome.Hit), hit);
        Assert.Equal(
            ["bytes 0-9999/50000", "bytes 10000-19999/50000", "bytes 20000-49999/50000"], connection.Origin.Ranges("/doc"));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Part_OfADocumentThatHasChanged_IsNotMixedWithTheNewOne(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await SendAsync(connection, ("Range", "bytes=0-9999"));
        connection.Origin.Publish("/doc", Second);

        var whole = await connection.GetAsync("/doc");

        Assert.Equal((Second.Body, HttpCacheOutcome.Changed), whole);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Connection_BrokenAmidADownload_IsResumedWhereItBroke(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await BreakAsync(connection);

        var whole = await connection.GetAsync("/doc");
        var hit = await connection.GetAsync("/doc");

        Assert.Equal((First.Body, HttpCacheOutcome.Completed), whole);
        Assert.Equal((First.Body, HttpCacheOutcome.Hit), hit);
        Assert.Equal((1, 1), (connection.Origin.Count("/doc", 200), connection.Origin.Count("/doc", 206)));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Download_LeftByItsCaller_IsResumedWhereTheCallerLeft(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium, options: Undrained);
        connection.Origin.Publish("/doc", Long);
        await ReadAsync(connection, 10_000);

        var whole = await connection.GetAsync("/doc");

        Assert.Equal((Long.Body, HttpCacheOutcome.Completed), whole);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Download_BrokenOffBeforeARestart_IsResumedAfterIt(string version)
    {
        await using var connection = await CachedConnection.OpenAsync(version, "disk");
        connection.Origin.Publish("/doc", First);
        await BreakAsync(connection);

        await connection.RestartAsync();

        Assert.Equal((First.Body, HttpCacheOutcome.Completed), await connection.GetAsync("/doc"));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Download_UnpackedBelow_LeavesNothingToBeResumed(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium, options: Undrained);
        connection.Origin.Publish("/doc", Long with { IsCompressed = true });
        await ReadAsync(connection, 10);

        var whole = await connection.GetAsync("/doc");

        Assert.Equal((Long.Body, HttpCacheOutcome.Miss), whole);
        Assert.Empty(connection.Origin.Ranges("/doc"));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Range_UnpackedBelow_IsNotStored(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First with { IsCompressed = true });

        // What a handler makes of the beginning of a compressed document is its own affair.
        await Record.ExceptionAsync(() => SendAsync(connection, ("Range", "bytes=0-99")));

        Assert.Empty(await connection.Store.AllAsync());
        Assert.Equal((First.Body, HttpCacheOutcome.Miss), await connection.GetAsync("/doc"));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Download_OfWhatTheCallerUnpacks_IsResumed(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium, DecompressionMethods.None, Undrained);
        connection.Origin.Publish("/doc", Long with { IsCompressed = true });
        await ReadAsync(connection, 1_000, ("Accept-Encoding", "gzip"));

        using var response = await connection.Http.SendAsync(Request(connection, ("Accept-Encoding", "gzip")));
        var plain = await connection.GetAsync("/doc");

        Assert.Equal(HttpCacheOutcome.Completed, response.GetHttpCacheResult()!.Outcome);
        Assert.Equal(Long.Body, await UnpackAsync(response));
        Assert.Equal(Long.Body, plain.Body);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Condition_OfTheCallers_IsAnsweredFromTheStoreAndMergedWhenStale(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await connection.GetAsync("/doc");

        var known = await SendAsync(connection, ("If-None-Match", "\"v1\""));
        connection.Time.Advance(TimeSpan.FromMinutes(2));
        var confirmed = await SendAsync(connection, ("If-None-Match", "\"v0\""));
        connection.Origin.Publish("/doc", Second);
        connection.Time.Advance(TimeSpan.FromMinutes(2));
        var newer = await SendAsync(connection, ("If-None-Match", "\"v2\""));

        Assert.Equal((304, string.Empty, HttpCacheOutcome.Hit), (known.Status, known.Text, known.Outcome));
        Assert.Equal((200, First.Body, HttpCacheOutcome.Revalidated), (confirmed.Status, confirmed.Text, confirmed.Outcome));
        Assert.Equal((304, string.Empty, HttpCacheOutcome.Changed), (newer.Status, newer.Text, newer.Outcome));
    }

    private static HttpRequestMessage Request(CachedConnection connection, params (string Name, string Value)[] fields)
    {
        var request = connection.Request(HttpMethod.Get, "/doc");
        foreach (var (name, value) in fields)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return request;
    }

    private static async Task<(int Status, string Text, HttpCacheOutcome Outcome)> SendAsync(
        CachedConnection connection, params (string Name, string Value)[] fields)
    {
        using var response = await connection.Http.SendAsync(Request(connection, fields));

        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.GetHttpCacheResult()!.Outcome);
    }

    // Reads some of the document and leaves.
    private static async Task ReadAsync(CachedConnection connection, int length, params (string Name, string Value)[] fields)
    {
        using var response = await connection.Http.SendAsync(Request(connection, fields), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[length]);
    }

    // Reads some of the document until the origin cuts the connection.
    private static async Task BreakAsync(CachedConnection connection)
    {
        var received = new TaskCompletionSource();
        connection.Origin.BreakNext("/doc", received.Task);
        using var response = await connection.Http.SendAsync(Request(connection), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[10_000]);
        received.SetResult();

        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(Stream.Null));
    }

    private static async Task<string> UnpackAsync(HttpResponseMessage response)
    {
        await using var gzip = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);

        return await reader.ReadToEndAsync();
    }
}
