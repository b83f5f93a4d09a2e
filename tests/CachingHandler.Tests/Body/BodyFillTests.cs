using System.Runtime.CompilerServices;
using System.Text;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Body;

public sealed class BodyFillTests
{
    private static HttpCacheOptions Undrained => new() { MaximumDrainSize = 0 };

    [Fact]
    public async Task FirstByte_ReachesTheCaller_BeforeTheLastIsSent()
    {
        var rest = new TaskCompletionSource<byte[]>();
        using var client = Serving(new ScriptedStream(Task.FromResult("on"u8.ToArray()), rest.Task));
        using var response = await SendAsync(client);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[8];

        var first = await stream.ReadAsync(buffer);
        var next = stream.ReadAsync(buffer.AsMemory(first)).AsTask();
        var arrivedEarly = next.IsCompleted;
        rest.SetResult("e"u8.ToArray());

        Assert.Equal(2, first);
        Assert.False(arrivedEarly);
        Assert.Equal(1, await next);
        Assert.Equal("one", Encoding.UTF8.GetString(buffer, 0, 3));
    }

    [Fact]
    public async Task DeclaredLength_Reached_CommitsWithoutTheEndBeingRead()
    {
        using var client = Serving(ScriptedStream.Of("on", "e"), "3");
        using var response = await SendAsync(client);
        await using var stream = await response.Content.ReadAsStreamAsync();

        await stream.ReadExactlyAsync(new byte[3]);

        Assert.True(response.GetHttpCacheResult()!.Stored);
        Assert.Equal("one", await client.GetStringAsync());
    }

    [Fact]
    public async Task CleanEnd_WithoutADeclaredLength_Commits()
    {
        using var client = Serving(ScriptedStream.Of("on", "e"));
        using var response = await SendAsync(client);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[3]);
        var before = response.GetHttpCacheResult()!.Stored;

        var end = await stream.ReadAsync(new byte[1]);

        Assert.Equal(0, end);
        Assert.False(before);
        Assert.True(response.GetHttpCacheResult()!.Stored);
        Assert.Equal("one", await client.GetStringAsync());
    }

    [Fact]
    public async Task EmptyRead_BeforeTheEnd_IsNotTakenForIt()
    {
        using var client = Serving(ScriptedStream.Of("one"));
        using var response = await SendAsync(client);
        await using var stream = await response.Content.ReadAsStreamAsync();

        var nothing = await stream.ReadAsync(Memory<byte>.Empty);
        var body = await new StreamReader(stream).ReadToEndAsync();

        Assert.Equal(0, nothing);
        Assert.Equal("one", body);
        Assert.Equal("one", await client.GetStringAsync());
    }

    [Theory]
    [InlineData("4")] // ended early
    [InlineData("2")] // went on
    public async Task Body_OfAnotherLengthThanDeclared_IsNotStored(string declaredLength)
    {
        using var client = Serving(ScriptedStream.Of("o", "n", "e"), declaredLength);
        using var response = await SendAsync(client);
        await using var stream = await response.Content.ReadAsStreamAsync();

        var body = await new StreamReader(stream).ReadToEndAsync();

        Assert.Equal("one", body);
        Assert.Equal(NotStoredReason.Incomplete, response.GetHttpCacheResult()!.NotStoredReason);
        Assert.Empty(await client.Store.AllAsync());
    }

    [Theory]
    [InlineData("3")]
    [InlineData(null)]
    public async Task Failure_AmidTheBody_ReachesTheCallerUntouchedAndNothingIsStored(string? declaredLength)
    {
        var failure = new IOException("reset");
        using var client = Serving(ScriptedStream.Failing(failure, "on"), declaredLength);
        using var response = await SendAsync(client);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[2]);

        var thrown = await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(new byte[1]).AsTask());

        Assert.Same(failure, thrown);
        Assert.Equal(NotStoredReason.Incomplete, response.GetHttpCacheResult()!.NotStoredReason);
        Assert.Empty(await client.Store.AllAsync());
    }

    [Fact]
    public void Failure_AmidASynchronousRead_ReachesTheCallerUntouched()
    {
        var failure = new IOException("reset");
        using var client = Serving(ScriptedStream.Failing(failure, "on"));
        using var response = client.Http.Send(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        using var stream = response.Content.ReadAsStream();
        stream.ReadExactly(new byte[2]);

        var thrown = Assert.Throws<IOException>(() => stream.ReadByte());

        Assert.Same(failure, thrown);
        Assert.Equal(NotStoredReason.Incomplete, response.GetHttpCacheResult()!.NotStoredReason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Caller_WhoLeavesEarly_LeavesNothingBehind(bool disposesTheStream)
    {
        var origin = ScriptedStream.Of("on", "e");
        using var client = Serving(origin, options: Undrained);
        var response = await SendAsync(client);
        var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[2]);

        ((IDisposable)(disposesTheStream ? stream : response)).Dispose();

        Assert.True(origin.IsDisposed);
        Assert.Equal(NotStoredReason.Incomplete, response.GetHttpCacheResult()!.NotStoredReason);
        Assert.Empty(await client.Store.AllAsync());
    }

    [Fact]
    public async Task Caller_WhoReadsNothing_LeavesNothingBehind()
    {
        var origin = ScriptedStream.Of("one");
        using var client = Serving(origin, options: Undrained);

        (await SendAsync(client)).Dispose();

        Assert.True(origin.IsDisposed);
        Assert.Empty(await client.Store.AllAsync());
    }

    [Fact]
    public async Task Caller_WhoseReadIsCancelled_LeavesNothingBehind()
    {
        using var cancelling = new CancellationTokenSource();
        using var client = Serving(new ScriptedStream(new TaskCompletionSource<byte[]>().Task), options: Undrained);
        using var response = await SendAsync(client);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var reading = stream.ReadAsync(new byte[1], cancelling.Token).AsTask();

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await client.Store.Fetches.Work;
        Assert.Equal(NotStoredReason.Incomplete, response.GetHttpCacheResult()!.NotStoredReason);
    }

    [Fact]
    public async Task Response_ForgottenWithoutBeingDisposed_IsLetGo()
    {
        var origin = ScriptedStream.Of("on", "e");
        using var client = Serving(origin, options: Undrained);
        await ForgetAsync();

        // What ended last may still be on the stack.
        await Task.Yield();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        await origin.Disposed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(await client.Store.AllAsync());

        [MethodImpl(MethodImplOptions.NoInlining)]
        async Task ForgetAsync()
        {
            var response = await SendAsync(client);
            var stream = await response.Content.ReadAsStreamAsync();
            await stream.ReadExactlyAsync(new byte[2]);
        }
    }

    [Theory]
    [InlineData(2, "on")]
    [InlineData(3, "one")]
    public async Task Body_UpToTheMaximum_IsStored(int maximum, string body)
    {
        using var client = new CachedClient(
            new() { MaximumBodySize = maximum }, transport: Origin(ScriptedStream.Of(body)));

        var result = await client.ResultAsync();

        Assert.True(result.Stored);
    }

    [Fact]
    public async Task Body_OverTheMaximum_FlowsOnButIsNotStored()
    {
        using var client = new CachedClient(
            new() { MaximumBodySize = 2 }, transport: Origin(ScriptedStream.Of("on", "e", " more")));
        using var response = await SendAsync(client);

        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal("one more", body);
        Assert.Equal(NotStoredReason.TooLarge, response.GetHttpCacheResult()!.NotStoredReason);
        Assert.Empty(await client.Store.AllAsync());
    }

    [Fact]
    public async Task Body_DeclaredOverTheMaximum_IsNotEvenBegun()
    {
        using var store = new FaultyStore(new MemoryHttpCacheStore(), failAt: 0);
        using var client = new CachedClient(
            new() { MaximumBodySize = 2 }, store, Origin(ScriptedStream.Of("one"), "3"));

        var result = await client.ResultAsync();

        Assert.Equal(NotStoredReason.TooLarge, result.NotStoredReason);
        Assert.Equal(2, store.Calls);
    }

    [Theory]
    [InlineData(200, "0")]
    [InlineData(204, null)]
    [InlineData(404, "0")]
    public async Task Body_KnownToBeEmpty_IsStoredWithoutBeingRead(int status, string? declaredLength)
    {
        using var client = new CachedClient(transport: new FakeOrigin(_ => Answers.Of(
            (System.Net.HttpStatusCode)status,
            new StreamContent(ScriptedStream.Of()),
            [("Cache-Control", "max-age=60"), .. Length(declaredLength)])));

        using var response = await SendAsync(client);

        Assert.True(response.GetHttpCacheResult()!.Stored);
        Assert.Equal(HttpCacheOutcome.Hit, (await client.ResultAsync()).Outcome);
    }

    [Fact]
    public async Task Body_EmptyWithoutBeingDeclared_IsStoredAtItsEnd()
    {
        using var client = Serving(ScriptedStream.Of());

        await client.GetStringAsync();

        Assert.Equal(HttpCacheOutcome.Hit, (await client.ResultAsync()).Outcome);
    }

    private static CachedClient Serving(Stream body, string? declaredLength = null, HttpCacheOptions? options = null) =>
        new(options, transport: Origin(body, declaredLength));

    // Only the first answer has the body: what is asked for again was not stored.
    private static FakeOrigin Origin(Stream body, string? declaredLength = null) => new(
        _ => Answers.Ok(new StreamContent(body), [("Cache-Control", "max-age=60"), .. Length(declaredLength)]),
        _ => throw new InvalidOperationException("The origin was asked again."));

    private static (string Name, string Value)[] Length(string? declared) =>
        declared is null ? [] : [("Content-Length", declared)];

    private static Task<HttpResponseMessage> SendAsync(CachedClient client) =>
        client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
}
