using CachingHandler.Testing;

namespace CachingHandler.Tests.EndToEnd;

public sealed class DocumentTests
{
    private static readonly DateTimeOffset Founded = new(2029, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly OriginDocument First = new("one") { ETag = "\"v1\"", LastModified = Founded };

    private static readonly OriginDocument Second = new("two") { ETag = "\"v2\"", LastModified = Founded.AddDays(1) };

    public static TheoryData<string, string> Everywhere => CachedConnection.Everywhere;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Document_AskedForTwice_IsSentOnce(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);

        var miss = await connection.GetAsync("/doc");
        var hit = await connection.GetAsync("/doc");

        Assert.Equal(("one", HttpCacheOutcome.Miss), miss);
        Assert.Equal(("one", HttpCacheOutcome.Hit), hit);
        Assert.Equal(1, connection.Origin.Count());
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Document_LargeAndInChunks_IsSentOnce(string version, string medium)
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(number => number.ToString("D6")));
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First with { Body = text, IsChunked = true });

        var miss = await connection.GetAsync("/doc");
        var hit = await connection.GetAsync("/doc");

        Assert.Equal((text, HttpCacheOutcome.Miss), miss);
        Assert.Equal((text, HttpCacheOutcome.Hit), hit);
    }

    [Theory]
    [Rfc5861("3")]
    [MemberData(nameof(Everywhere))]
    public async Task Document_StaleAndChanged_IsRefreshedThoughClientAndHandlersAreGone(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First with { CacheControl = "max-age=60, stale-while-revalidate=600" });
        await connection.GetAsync("/doc");
        connection.Origin.Publish("/doc", Second);
        connection.Time.Advance(TimeSpan.FromMinutes(2));

        var stale = await connection.GetAsync("/doc");
        await connection.RotateAsync();
        var hit = await connection.GetAsync("/doc");

        Assert.Equal(("one", HttpCacheOutcome.StaleHit), stale);
        Assert.Equal(("two", HttpCacheOutcome.Hit), hit);
        Assert.Equal(2, connection.Origin.Count("/doc", 200));
    }

    [Theory]
    [Rfc5861("3")]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Document_StaleAtTheEndOfTheProcess_IsFreshInTheNext(string version)
    {
        await using var connection = await CachedConnection.OpenAsync(version, "disk");
        connection.Origin.Publish("/doc", First with { CacheControl = "max-age=60, stale-while-revalidate=600" });
        await connection.GetAsync("/doc");
        connection.Origin.Publish("/doc", Second);
        connection.Time.Advance(TimeSpan.FromMinutes(2));

        var stale = await connection.GetAsync("/doc");
        await connection.RestartAsync();
        var hit = await connection.GetAsync("/doc");

        Assert.Equal(("one", HttpCacheOutcome.StaleHit), stale);
        Assert.Equal(("two", HttpCacheOutcome.Hit), hit);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Document_ExpiredAndUnchanged_IsNotSentAgain(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await connection.GetAsync("/doc");
        connection.Time.Advance(TimeSpan.FromMinutes(2));

        var revalidated = await connection.GetAsync("/doc");
        var hit = await connection.GetAsync("/doc");

        Assert.Equal(("one", HttpCacheOutcome.Revalidated), revalidated);
        Assert.Equal(("one", HttpCacheOutcome.Hit), hit);
        Assert.Equal((1, 1), (connection.Origin.Count("/doc", 200), connection.Origin.Count("/doc", 304)));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Document_WithLastModifiedAlone_IsValidatedByIt(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First with { ETag = null });
        await connection.GetAsync("/doc");
        connection.Time.Advance(TimeSpan.FromMinutes(2));

        var revalidated = await connection.GetAsync("/doc");

        Assert.Equal(("one", HttpCacheOutcome.Revalidated), revalidated);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Document_ExpiredAndChanged_IsReplaced(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await connection.GetAsync("/doc");
        connection.Origin.Publish("/doc", Second);
        connection.Time.Advance(TimeSpan.FromMinutes(2));

        var changed = await connection.GetAsync("/doc");
        var hit = await connection.GetAsync("/doc");

        Assert.Equal(("two", HttpCacheOutcome.Changed), changed);
        Assert.Equal(("two", HttpCacheOutcome.Hit), hit);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Document_ForceRefreshed_IsReplacedThoughImmutable(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First with { CacheControl = "max-age=31536000, immutable" });
        await connection.GetAsync("/doc");
        connection.Origin.Publish("/doc", Second);

        var refreshed = await connection.GetAsync("/doc", HttpCacheMode.ForceRefresh);
        var hit = await connection.GetAsync("/doc");

        Assert.Equal(("two", HttpCacheOutcome.Miss), refreshed);
        Assert.Equal(("two", HttpCacheOutcome.Hit), hit);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Document_Compressed_IsKeptAsTheHandlerBelowUnpacksIt(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First with { Body = new string('x', 100_000), IsCompressed = true });

        var miss = await connection.GetAsync("/doc");
        var hit = await connection.GetAsync("/doc");
        connection.Time.Advance(TimeSpan.FromMinutes(2));
        var revalidated = await connection.GetAsync("/doc");

        Assert.Equal((new string('x', 100_000), HttpCacheOutcome.Miss), miss);
        Assert.Equal((new string('x', 100_000), HttpCacheOutcome.Hit), hit);
        Assert.Equal((new string('x', 100_000), HttpCacheOutcome.Revalidated), revalidated);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Document_Hit_HasTheHeaderItWasSentWith(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First with
        {
            Fields =
            [
                ("Set-Cookie", "a=1;  Path=/"),
                ("Set-Cookie", "b=2"),
                ("X-Odd", "a ,  b"),
                ("Expires", "0"),
                ("Content-Language", "en,,de"),
            ],
        });
        using var miss = await connection.Http.GetAsync("/doc", HttpCompletionOption.ResponseHeadersRead);
        await miss.Content.ReadAsStringAsync();

        using var hit = await connection.Http.GetAsync("/doc", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpCacheOutcome.Hit, hit.GetHttpCacheResult()!.Outcome);
        Assert.Equal(
            Messages.Lines(miss).Order(),
            Messages.Lines(hit).Where(line => line.Name != "Age").Order());
        Assert.Equal(
            (miss.StatusCode, miss.ReasonPhrase, miss.Version), (hit.StatusCode, hit.ReasonPhrase, hit.Version));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Document_AskedForByHead_ComesFromTheStoredGet(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await connection.GetAsync("/doc");

        using var head = await connection.Http.SendAsync(connection.Request(HttpMethod.Head, "/doc"));

        Assert.Equal(HttpCacheOutcome.Hit, head.GetHttpCacheResult()!.Outcome);
        Assert.Equal(3, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Document_AskedForSynchronously_IsSentOnce(string medium)
    {
        await using var connection = await CachedConnection.OpenAsync("1.1", medium);
        connection.Origin.Publish("/doc", First);
        using var miss = connection.Http.Send(connection.Request(HttpMethod.Get, "/doc"));

        using var hit = connection.Http.Send(connection.Request(HttpMethod.Get, "/doc"));

        Assert.Equal(HttpCacheOutcome.Hit, hit.GetHttpCacheResult()!.Outcome);
        Assert.Equal("one", await new StreamReader(hit.Content.ReadAsStream()).ReadToEndAsync());
    }
}
