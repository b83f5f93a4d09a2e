using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>A refresh whose answer is outdated before it is there must not store it.</summary>
public sealed partial class BackgroundRefreshTests
{
    [Fact]
    [Rfc9111("4.4")]
    public async Task Put_AmidTheRefresh_IsFollowedByNoOldAnswer()
    {
        using var origin = new PatientOrigin(
            (_, _) => Task.FromResult(Answers.Ok("one", Fresh)),
            async (_, token) => (await _answer.Task.WaitAsync(token))(),
            (_, _) => Task.FromResult(Answers.Of(HttpStatusCode.NoContent)),
            (_, _) => Task.FromResult(Answers.Ok("three", Changed)));
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();
        await origin.ArrivalAsync();
        using var put = await client.Http.SendAsync(CachedClient.Request(HttpMethod.Put, CachedClient.Target));

        await RefreshAsync(client, () => Answers.Ok("two, made before the PUT", Changed));
        var body = await client.GetStringAsync();

        Assert.Equal("three", body);
    }

    // The body may be on its way already; what counts is when it would be stored.
    [Fact]
    [Rfc9111("4.4")]
    public async Task Put_AmidTheBodyOfTheRefresh_IsFollowedByNoOldAnswer()
    {
        var rest = new TaskCompletionSource<byte[]>();
        using var stale = new ScriptedStream(Task.FromResult("t"u8.ToArray()), rest.Task);
        using var origin = new PatientOrigin(
            (_, _) => Task.FromResult(Answers.Ok("one", Fresh)),
            (_, _) => Task.FromResult(Answers.Ok(new StreamContent(stale), Changed)),
            (_, _) => Task.FromResult(Answers.Of(HttpStatusCode.NoContent)),
            (_, _) => Task.FromResult(Answers.Ok("three", Changed)));
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();
        await origin.ArrivalAsync();
        using var put = await client.Http.SendAsync(CachedClient.Request(HttpMethod.Put, CachedClient.Target));

        rest.SetResult("wo"u8.ToArray());
        await client.Store.Background.Work;
        var body = await client.GetStringAsync();

        Assert.Equal("three", body);
    }

    [Theory]
    [InlineData(HttpCacheMode.ForceRefresh)]
    [InlineData(HttpCacheMode.Revalidate)]
    public async Task Caller_WhoAsksAnewAmidTheRefresh_IsNotOverwrittenByIt(HttpCacheMode mode)
    {
        using var origin = new PatientOrigin(
            (_, _) => Task.FromResult(Answers.Ok("one", Fresh)),
            async (_, token) => (await _answer.Task.WaitAsync(token))(),
            (_, _) => Task.FromResult(Answers.Ok("three", Changed)));
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();
        await origin.ArrivalAsync();
        await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(mode));

        await RefreshAsync(client, () => Answers.Ok("two, asked for before", Changed));
        var body = await client.GetStringAsync();

        Assert.Equal("three", body);
    }

    [Fact]
    public async Task Caller_OfAnotherVariantAmidTheRefresh_LetsItEnd()
    {
        using var origin = new PatientOrigin(
            (_, _) => Task.FromResult(Answers.Ok("one", [.. Fresh, ("Vary", "Accept")])),
            async (_, token) => (await _answer.Task.WaitAsync(token))(),
            (_, _) => Task.FromResult(Answers.Ok("another", [.. Fresh, ("Vary", "Accept")])));
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();
        await origin.ArrivalAsync();
        await client.GetStringAsync(("Accept", "text/html"));

        await RefreshAsync(client, () => Answers.NotModified());

        Assert.Equal(1, client.Meters.Sum(Counter, "result=revalidated"));
    }
}
