using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <content>Who does not wait, and what is not joined.</content>
public sealed partial class CollapsingTests
{
    private const string Other = "https://example.com/other";

    public static TheoryData<string, string> Forms => new()
    {
        { "Cache-Control", "no-cache" },
        { "Range", "bytes=0-1" },
        { "If-None-Match", "\"x\"" },
        { "Authorization", "Bearer b" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Request_OfAnotherForm_DoesNotWait(string name, string value)
    {
        var leader = Client.GetStringAsync();
        var other = Client.GetStringAsync((name, value));

        var first = await _origin.NextAsync();
        var second = await _origin.NextAsync();
        second.Answer("mine", Fresh);
        var mine = await other;
        first.Answer("all", Fresh);

        Assert.Equal(value, second.Field(name));
        Assert.Equal(("mine", "all"), (mine, await leader));
    }

    [Theory]
    [InlineData(HttpCacheMode.ForceRefresh)]
    [InlineData(HttpCacheMode.Revalidate)]
    [InlineData(HttpCacheMode.Bypass)]
    public async Task Request_InAModeThatWantsTheOrigin_DoesNotWait(HttpCacheMode mode)
    {
        var leader = Client.GetStringAsync();
        using var request = CachedClient.Get().SetHttpCacheMode(mode);
        var other = Client.ResultAsync(request);

        var first = await _origin.NextAsync();
        (await _origin.NextAsync()).Answer("mine", Fresh);
        var result = await other;
        first.Answer("all", Fresh);

        Assert.NotEqual(HttpCacheOutcome.Joined, result.Outcome);
        Assert.Equal("all", await leader);
    }

    [Fact]
    public async Task Head_DoesNotWait()
    {
        var leader = Client.GetStringAsync();
        var head = Client.ResultAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target));

        var first = await _origin.NextAsync();
        var second = await _origin.NextAsync();
        second.Answer(string.Empty, Fresh);
        await head;
        first.Answer("all", Fresh);

        Assert.Equal(HttpMethod.Head, second.Message.Method);
        Assert.Equal("all", await leader);
    }

    [Fact]
    [Rfc9111("4.1")]
    public async Task Follower_OfAnotherVariant_AsksForItsOwn()
    {
        var english = Client.GetStringAsync(("Accept-Language", "en"));
        var french = Client.GetStringAsync(("Accept-Language", "fr"));
        var alsoFrench = Client.GetStringAsync(("Accept-Language", "fr"));

        (await _origin.NextAsync()).Answer("hello", Fresh, ("Vary", "Accept-Language"));
        var second = await _origin.NextAsync();
        second.Answer("salut", Fresh, ("Vary", "Accept-Language"));

        Assert.Equal("fr", second.Field("Accept-Language"));
        Assert.Equal(["hello", "salut", "salut"], await Task.WhenAll(english, french, alsoFrench));
    }

    [Fact]
    [Rfc9111("3.5")]
    public async Task SharedCache_AnswerToACredential_IsNotTheOthers()
    {
        using var client = new CachedClient(new() { Kind = HttpCacheKind.Shared }, transport: _origin);
        var mine = client.GetStringAsync(("Authorization", "Bearer a"));
        var yours = client.GetStringAsync(("Authorization", "Bearer b"));

        (await _origin.NextAsync()).Answer("a's", Fresh);
        (await _origin.NextAsync()).Answer("b's", Fresh);

        Assert.Equal(["a's", "b's"], await Task.WhenAll(mine, yours));
    }

    [Fact]
    public async Task Follower_WhoHasWaitedLongEnough_GoesItsOwnWay()
    {
        var leader = Client.GetStringAsync();
        var follower = Client.GetStringAsync();
        var first = await _origin.NextAsync();

        Client.Time.Advance(TimeSpan.FromSeconds(10));
        (await _origin.NextAsync()).Answer("mine", Fresh);
        var mine = await follower;
        first.Answer("all", Fresh);

        Assert.Equal(("mine", "all"), (mine, await leader));
    }

    [Fact]
    public async Task Follower_OfAnAnswerThatChangedMeanwhile_AsksAnew()
    {
        var leader = Client.GetStringAsync();
        var follower = Client.GetStringAsync();
        var first = await _origin.NextAsync();
        await ChangeAsync(CachedClient.Target);

        first.Answer("old", Fresh);
        (await _origin.NextAsync()).Answer("new", Fresh);

        Assert.Equal(["old", "new"], await Task.WhenAll(leader, follower));
        Assert.Equal("new", await Client.GetStringAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("old")]
    [Rfc9111("4.4")]
    public async Task Answer_ThatChangedBeforeItCame_IsNotStored(string body)
    {
        var leader = Client.ResultAsync();
        var first = await _origin.NextAsync();
        await ChangeAsync(CachedClient.Target);

        first.Answer(body, Fresh, ("Content-Length", $"{body.Length}"));

        Assert.Equal(NotStoredReason.Invalidated, (await leader).NotStoredReason);
        Assert.Empty(await Client.Store.AllAsync());
    }

    [Fact]
    [Rfc9875("3")]
    public async Task Body_WhoseGroupWasInvalidated_IsNotJoined()
    {
        using var body = new ManualStream();
        var leader = Client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        (await _origin.NextAsync()).Answer(Answers.Ok(new StreamContent(body), Fresh, ("Cache-Groups", "\"g\"")));
        using var response = await leader;
        Client.Time.Advance(TimeSpan.FromSeconds(1));
        await ChangeAsync(Other, ("Cache-Group-Invalidation", "\"g\""));

        var follower = Client.GetStringAsync();
        (await _origin.NextAsync()).Answer("new", Fresh);

        Assert.Equal("new", await follower);
    }

    [Fact]
    public async Task Followers_OfAValidation_GetWhatItMadeFresh()
    {
        var first = Client.GetStringAsync();
        (await _origin.NextAsync()).Answer("one", ("Cache-Control", "max-age=5"), ("ETag", "\"1\""));
        await first;
        Client.Time.Advance(TimeSpan.FromSeconds(10));

        var callers = Ask(100);
        (await _origin.NextAsync()).Answer(Answers.NotModified(Fresh, ("ETag", "\"1\"")));

        Assert.All(await Task.WhenAll(callers), body => Assert.Equal("one", body));
        Assert.Equal(2, _origin.Count);
    }

    [Fact]
    [Rfc5861("4")]
    public async Task Followers_OfAValidationThatFails_GetTheStaleResponse()
    {
        var first = Client.GetStringAsync();
        (await _origin.NextAsync()).Answer("one", ("Cache-Control", "max-age=5, stale-if-error=600"), ("ETag", "\"1\""));
        await first;
        Client.Time.Advance(TimeSpan.FromSeconds(10));

        var callers = Ask(100);
        (await _origin.NextAsync()).Fail(new HttpRequestException("down"));

        Assert.All(await Task.WhenAll(callers), body => Assert.Equal("one", body));
        Assert.Equal(2, _origin.Count);
    }

    [Fact]
    public async Task Handlers_TwoOverOneStore_AskOnce()
    {
        using var other = new CachedClient(store: Client.Store, transport: _origin);
        var mine = Client.GetStringAsync();
        var yours = other.GetStringAsync();

        (await _origin.NextAsync()).Answer("one", Fresh);

        Assert.Equal(["one", "one"], await Task.WhenAll(mine, yours));
        Assert.Equal(1, _origin.Count);
    }

    private async Task ChangeAsync(string uri, params (string Name, string Value)[] fields)
    {
        var change = Client.Http.SendAsync(CachedClient.Request(HttpMethod.Put, uri));
        (await _origin.NextAsync()).Answer(Answers.Of(HttpStatusCode.NoContent, fields));
        (await change).Dispose();
    }

    [Fact]
    [Rfc9111("3.4")]
    public async Task Part_OfWhichSeveralWantTheWhole_IsCompletedOnce()
    {
        (string, string)[] traits = [Fresh, ("ETag", "\"1\"")];
        var part = Client.GetStringAsync(("Range", "bytes=0-2"));
        (await _origin.NextAsync()).Answer(Answers.Of(
            HttpStatusCode.PartialContent, new StringContent("one"), [.. traits, ("Content-Length", "3"), ("Content-Range", "bytes 0-2/6")]));
        await part;

        var callers = Enumerable.Range(0, 3).Select(_ => Client.GetStringAsync()).ToList();
        var rest = await _origin.NextAsync();
        rest.Answer(Answers.Of(
            HttpStatusCode.PartialContent, new StringContent("two"), [.. traits, ("Content-Length", "3"), ("Content-Range", "bytes 3-5/6")]));

        Assert.Equal("bytes=3-", rest.Field("Range"));
        Assert.All(await Task.WhenAll(callers), body => Assert.Equal("onetwo", body));
        Assert.Equal(2, _origin.Count);
    }
}
