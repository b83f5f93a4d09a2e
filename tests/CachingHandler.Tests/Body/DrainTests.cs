using CachingHandler.Testing;

namespace CachingHandler.Tests.Body;

/// <summary>What is still received of a body that its caller leaves.</summary>
public sealed class DrainTests
{
    private static readonly string Piece = new('x', 1_000);

    [Theory]
    [InlineData("3000")]
    [InlineData(null)]
    public async Task Body_LeftWithLittleMissing_IsStored(string? declaredLength)
    {
        using var client = Serving(new(), ScriptedStream.Of(Piece, Piece, Piece), declaredLength);

        var result = await LeaveAsync(client);

        Assert.True(result.Stored);
        Assert.Equal(3_000, (await client.GetStringAsync()).Length);
    }

    [Theory]
    [InlineData("3000")]
    [InlineData(null)]
    public async Task Body_LeftWithMoreMissingThanTheLimit_IsDropped(string? declaredLength)
    {
        var origin = ScriptedStream.Of(Piece, Piece, Piece);
        using var client = Serving(new() { MaximumDrainSize = 500 }, origin, declaredLength);

        var result = await LeaveAsync(client);

        Assert.Equal((false, NotStoredReason.Incomplete), (result.Stored, result.NotStoredReason));
        Assert.True(origin.IsDisposed);
        Assert.Empty(await client.Store.AllAsync());
    }

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(1_000_000, 0)]
    public async Task Body_LeftWhereNothingIsToBeDrained_IsDroppedAtOnce(long size, int milliseconds)
    {
        var origin = ScriptedStream.Of(Piece, Piece);
        var options = new HttpCacheOptions { MaximumDrainSize = size, MaximumDrainTime = TimeSpan.FromMilliseconds(milliseconds) };
        using var client = Serving(options, origin, "2000");

        var result = await LeaveAsync(client);

        Assert.Equal(NotStoredReason.Incomplete, result.NotStoredReason);
        Assert.True(origin.IsDisposed);
    }

    [Fact]
    public async Task Body_LeftByAllWhileTheOriginStalls_IsDroppedWhenTheTimeIsOver()
    {
        var origin = new ScriptedStream(Task.FromResult(new byte[1_000]), new TaskCompletionSource<byte[]>().Task);
        using var client = Serving(new(), origin, "2000");
        var response = await SendAsync(client);
        var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[1_000]);

        response.Dispose();
        var wasDropped = origin.IsDisposed;
        while (!origin.IsDisposed)
        {
            // The drain takes its time from the clock when it begins, on another thread.
            client.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await client.Store.Fetches.Work;
        Assert.False(wasDropped);
        Assert.Equal(NotStoredReason.Incomplete, response.GetHttpCacheResult()!.NotStoredReason);
    }

    // Leaves after the first piece, and waits for what comes of that.
    private static async Task<HttpCacheResult> LeaveAsync(CachedClient client)
    {
        using (var response = await SendAsync(client))
        {
            var stream = await response.Content.ReadAsStreamAsync();
            await stream.ReadExactlyAsync(new byte[1_000]);
            response.Dispose();
            await client.Store.Fetches.Work;

            return response.GetHttpCacheResult()!;
        }
    }

    private static Task<HttpResponseMessage> SendAsync(CachedClient client) =>
        client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);

    private static CachedClient Serving(HttpCacheOptions options, Stream body, string? declaredLength) => new(
        options,
        transport: new FakeOrigin(
            _ => Answers.Ok(
                new StreamContent(body),
                [("Cache-Control", "max-age=60"), .. declaredLength is null ? [] : new[] { ("Content-Length", declaredLength) }]),
            _ => throw new InvalidOperationException("The origin was asked again.")));
}
