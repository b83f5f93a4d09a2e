using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheHandlerTests
{
    [Fact]
    public async Task Get_SecondTime_IsServedWithoutTheOrigin()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        await client.GetStringAsync();

        var body = await client.GetStringAsync();

        Assert.Equal("one", body);
    }

    [Theory]
    [Rfc9111("4")]
    [InlineData("", 0, "0")]
    [InlineData("", 59, "59")]
    [InlineData("10", 49, "59")]
    [InlineData("10, 20", 0, "10")]
    public async Task Hit_OfAge_TellsIt(string receivedAge, int secondsLater, string expected)
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60"), ("Age", receivedAge)));
        await client.GetStringAsync();
        client.Time.Advance(TimeSpan.FromSeconds(secondsLater + 0.9));

        using var hit = await client.GetAsync();

        Assert.Equal([expected], hit.Headers.NonValidated["Age"]);
    }

    [Fact]
    public async Task Hit_Header_IsAsReceived()
    {
        (string Name, string Value)[] received =
        [
            ("Cache-Control", "MAX-AGE=60 , nonsense=\"a, b\""),
            ("Set-Cookie", "a=1; Path=/"),
            ("Set-Cookie", "b=2; expires=Thu, 01-Jan-1970 00:00:00 GMT"),
            ("ETag", "unquoted"),
            ("Server", "x  /  y  (("),
            ("x-oDD-cASE", ""),
            ("X-Latin", "caf\u00e9"),
            ("Vary", "ACCEPT ,accept-language"),
            ("Content-Type", "text/PLAIN;charset = utf-8"),
            ("Content-Language", "en,, de"),
            ("Last-Modified", "Tuesday, sometime"),
            ("Expires", "0"),
            ("Allow", "GET,PUT"),
        ];
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", received));
        await client.GetStringAsync();

        using var hit = await client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpCacheOutcome.Hit, hit.GetHttpCacheResult()!.Outcome);
        Assert.Equal(
            [.. received.OrderBy(Line), ("Age", "0")],
            Messages.Lines(hit).OrderBy(line => line.Name == "Age").ThenBy(Line));

        static string Line((string Name, string Value) line) => line.Name + line.Value;
    }

    [Fact]
    [Rfc9111("3.1")]
    public async Task Hit_FieldsOfTheConnection_AreLeftOut()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok(
            "one",
            ("Cache-Control", "max-age=60"),
            ("Connection", "close, X-Hop"),
            ("X-Hop", "1"),
            ("Keep-Alive", "timeout=5"),
            ("Transfer-Encoding", "chunked"),
            ("X-Kept", "2")));
        await client.GetStringAsync();

        using var hit = await client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(["Cache-Control", "X-Kept", "Age"], Messages.Lines(hit).Select(line => line.Name));
    }

    [Theory]
    [InlineData(200, "Quite All Right", "1.1")]
    [InlineData(404, "Gone Fishing", "2.0")]
    [InlineData(301, "Moved Permanently", "1.0")]
    [InlineData(299, "", "3.0")]
    public async Task Hit_StatusLine_IsAsReceived(int status, string reasonPhrase, string version)
    {
        using var client = new CachedClient();
        client.Expect(() =>
        {
            var answer = Answers.Of((HttpStatusCode)status, ("Cache-Control", "max-age=60"));
            answer.ReasonPhrase = reasonPhrase;
            answer.Version = Version.Parse(version);

            return answer;
        });
        await client.GetStringAsync();

        using var hit = await client.GetAsync();

        Assert.Equal(HttpCacheOutcome.Hit, hit.GetHttpCacheResult()!.Outcome);
        Assert.Equal(status, (int)hit.StatusCode);
        Assert.Equal(reasonPhrase, hit.ReasonPhrase);
        Assert.Equal(Version.Parse(version), hit.Version);
    }

    [Fact]
    public async Task Hit_Body_CanBeReadInEveryResponse()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        await client.GetStringAsync();
        using var first = await client.GetAsync();
        using var second = await client.GetAsync();

        var bodies = new[] { await second.Content.ReadAsStringAsync(), await first.Content.ReadAsStringAsync() };

        Assert.Equal(["one", "one"], bodies);
    }

    [Fact]
    public async Task Hit_ChangedByItsCaller_LeavesWhatIsStoredAlone()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60"), ("X-Kept", "1")));
        await client.GetStringAsync();
        using (var first = await client.GetAsync())
        {
            first.Headers.Clear();
            first.Content.Headers.Clear();
            first.StatusCode = HttpStatusCode.InternalServerError;
        }

        using var second = await client.GetAsync();

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("1", second.Headers.GetValues("X-Kept").Single());
    }

    [Fact]
    public async Task Hit_UriSpeltOtherwise_IsTheSame()
    {
        using var client = new CachedClient();
        client.Expect(
            HttpMethod.Get, "https://example.com/a%2Fb", () => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        await client.Http.GetStringAsync("https://example.com/a%2Fb");

        var body = await client.Http.GetStringAsync("HTTPS://EXAMPLE.com:443/x/../a%2fb#part");

        Assert.Equal("one", body);
    }

    [Fact]
    [Rfc9111("4.1")]
    public async Task Variants_OfOneUri_AreKeptSideBySide()
    {
        using var client = new CachedClient();
        client
            .Expect(() => Answers.Ok("english", ("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")))
            .Expect(() => Answers.Ok("deutsch", ("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")))
            .Expect(() => Answers.Ok("default", ("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")));
        await client.GetStringAsync(("Accept-Language", "en"));
        await client.GetStringAsync(("Accept-Language", "de"));
        await client.GetStringAsync();

        var english = await client.GetStringAsync(("Accept-Language", "en"));
        var german = await client.GetStringAsync(("Accept-Language", "de"));
        var none = await client.GetStringAsync();

        Assert.Equal(["english", "deutsch", "default"], [english, german, none]);
    }

    [Fact]
    public async Task Key_ChosenByTheApplication_StandsInForTheUri()
    {
        using var client = new CachedClient(new() { Key = request => request.RequestUri!.AbsolutePath });
        client.Expect(HttpMethod.Get, Target("?signature=1"), () => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        await client.Http.GetStringAsync(Target("?signature=1"));

        var body = await client.Http.GetStringAsync(Target("?signature=2"));

        Assert.Equal("one", body);
    }

    [Fact]
    public async Task Key_Null_LeavesTheUri()
    {
        using var client = new CachedClient(new() { Key = _ => null });
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        await client.GetStringAsync();

        var result = await client.ResultAsync();

        Assert.Equal(HttpCacheOutcome.Hit, result.Outcome);
    }

    private static string Target(string rest) => CachedClient.Target + rest;
}
