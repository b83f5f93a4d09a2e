using System.Net;
using System.Text;
using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests;

/// <summary>A body that several callers read while it comes: whatever happens to one, the others get all of it.</summary>
public sealed class JoinedFetchTests : IDisposable
{
    private const string Whole = "one two";

    private static readonly (string Name, string Value) Fresh = ("Cache-Control", "max-age=600");
    private static readonly (string Name, string Value) Tag = ("ETag", "\"1\"");

    private readonly ManualOrigin _origin = new();
    private readonly ManualStream _body = new();
    private readonly Media _media = new();
    private CachedClient? _client;

    public static TheoryData<string> Kinds => ["memory", "disk"];

    private CachedClient Client => _client ??= new(transport: _origin);

    public void Dispose()
    {
        _client?.Dispose();
        _origin.Dispose();
        _body.Dispose();
        _media.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Leader_WhoLeavesAmidTheBody_LeavesItToTheOthers(string medium)
    {
        using var cancelling = new CancellationTokenSource();
        var (leader, callers) = await BeginAsync(medium, 999, Fresh);
        await using var stream = await leader.Content.ReadAsStreamAsync();
        _body.Send("one");
        await stream.ReadExactlyAsync(new byte[3]);
        var reading = stream.ReadAsync(new byte[1], cancelling.Token).AsTask();

        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        _body.Send(" two").End();

        Assert.All(await Task.WhenAll(callers), body => Assert.Equal(Whole, body));
        Assert.Equal(1, _origin.Count);
        Assert.True(leader.GetHttpCacheResult()!.Stored);
        await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(new byte[1]).AsTask());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Connection_ThatBreaksWithAStrongTag_IsContinuedForTheOthers(string medium)
    {
        var failure = new IOException("reset");
        var (leader, callers) = await BeginAsync(medium, 999, Fresh, Tag, ("Content-Length", "7"));
        _body.Send("one").End(failure);

        var thrown = await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(leader));
        var rest = await _origin.NextAsync();
        rest.Answer(Answers.Of(
            HttpStatusCode.PartialContent,
            new StringContent(" two"),
            Tag,
            ("Content-Length", "4"),
            ("Content-Range", "bytes 3-6/7")));

        Assert.Same(failure, thrown);
        Assert.Equal(("bytes=3-", "\"1\""), (rest.Field("Range"), rest.Field("If-Range")));
        Assert.All(await Task.WhenAll(callers), body => Assert.Equal(Whole, body));
        Assert.Equal(2, _origin.Count);
        Assert.Equal(Whole, await Client.GetStringAsync());
    }

    [Theory]
    [InlineData("\"2\"", "ONE TWO")]
    [InlineData("W/\"1\"", Whole)]
    public async Task Connection_ThatBreaks_IsNotContinuedByAnotherEdition(string tag, string body)
    {
        var failure = new IOException("reset");
        var (leader, callers) = await BeginAsync("memory", 9, Fresh, Tag, ("Content-Length", "7"));
        _body.Send("one").End(failure);

        await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(leader));
        (await _origin.NextAsync()).Answer(body, Fresh, ("ETag", tag));

        foreach (var caller in callers)
        {
            await AssertFailsAsync(failure, caller);
        }

        Assert.Equal(2, _origin.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"1\"")]
    public async Task Connection_ThatBreaksWithoutAStrongTag_FailsAllAndIsAskedAnew(string? tag)
    {
        var failure = new IOException("reset");
        (string, string)[] fields = tag is null ? [Fresh] : [Fresh, ("ETag", tag)];
        var (leader, callers) = await BeginAsync("memory", 999, fields);
        _body.Send("one").End(failure);

        Assert.Same(failure, await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(leader)));
        foreach (var caller in callers)
        {
            await AssertFailsAsync(failure, caller);
        }

        var next = Client.GetStringAsync();
        (await _origin.NextAsync()).Answer(Whole, Fresh);
        Assert.Equal(Whole, await next);
        Assert.Equal(2, _origin.Count);
    }

    [Fact]
    public async Task Body_ThatBrokeOffAndNobodyReads_IsNotAskedForAgain()
    {
        var (leader, callers) = await BeginAsync("memory", 0, Fresh, Tag, ("Content-Length", "7"));
        Assert.Empty(callers);
        using var follower = await Client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        _body.Send("one").End(new IOException("reset"));

        await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(leader));
        follower.Dispose();
        leader.Dispose();
        await Client.Store.Fetches.Work;

        Assert.Equal(1, _origin.Count);
        Assert.Equal(0, Client.Store.Fetches.Count);
        Assert.NotNull(Assert.Single(await Client.Store.AllAsync()).Part);
    }

    [Fact]
    public async Task StoreThatFails_AmidABodyOfSeveral_CostsNobodyAByte()
    {
        var fails = false;
        using var store = new FaultyStore(new MemoryHttpCacheStore(), _ => Volatile.Read(ref fails));
        _client = new CachedClient(store: store, transport: _origin);
        var (leader, callers) = await BeginAsync(null, 20, Fresh);

        // All are there to read from the chunk that nothing else keeps.
        Volatile.Write(ref fails, true);
        _body.Send("one").Send(" two").End();

        Assert.Equal(Whole, await ReadAsync(leader));
        Assert.All(await Task.WhenAll(callers), body => Assert.Equal(Whole, body));
        Assert.Equal(NotStoredReason.StoreFailed, leader.GetHttpCacheResult()!.NotStoredReason);
    }

    [Fact]
    public async Task BodyOverTheMaximum_OfSeveral_CostsNobodyAByte()
    {
        _client = new CachedClient(new() { MaximumBodySize = 5 }, transport: _origin);
        var (leader, callers) = await BeginAsync(null, 20, Fresh);

        _body.Send("one").Send(" two").End();

        Assert.Equal(Whole, await ReadAsync(leader));
        Assert.All(await Task.WhenAll(callers), body => Assert.Equal(Whole, body));
        Assert.Equal(NotStoredReason.TooLarge, leader.GetHttpCacheResult()!.NotStoredReason);
        Assert.Empty(await Client.Store.AllAsync());
    }

    // The callers wait for the header, and so have joined when the leader has it or are about to.
    private async Task<(HttpResponseMessage Leader, Task<string>[] Callers)> BeginAsync(
        string? medium, int callers, params (string Name, string Value)[] fields)
    {
        _client ??= new CachedClient(store: _media.Create(medium!), transport: _origin);
        var leader = _client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        var request = await _origin.NextAsync();
        var joining = Enumerable.Range(0, callers)
            .Select(_ => _client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead))
            .ToArray();
        request.Answer(Answers.Ok(new StreamContent(_body), fields));
        var joined = await Task.WhenAll(joining);
        Assert.All(joined, response => Assert.Equal(HttpCacheOutcome.Joined, response.GetHttpCacheResult()!.Outcome));

        return (await leader, [.. joined.Select(ReadAsync)]);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            await using var stream = await response.Content.ReadAsStreamAsync();
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);

            return Encoding.UTF8.GetString(copy.ToArray());
        }
    }

    private static async Task AssertFailsAsync(Exception failure, Task<string> caller) =>
        Assert.Same(failure, await Assert.ThrowsAnyAsync<IOException>(() => caller));
}
