using System.Net;
using System.Text;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheHandlerTests
{
    [Fact]
    public void Send_SecondTime_IsServedWithoutTheOrigin()
    {
        using var origin = new FakeOrigin(_ => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        using var client = new CachedClient(transport: origin);
        Send(client, CachedClient.Get());

        var (body, outcome) = Send(client, CachedClient.Get());

        Assert.Equal(("one", HttpCacheOutcome.Hit), (body, outcome));
        Assert.Single(origin.Requests);
    }

    [Fact]
    public void Send_AfterAPut_FetchesAnew()
    {
        using var origin = new FakeOrigin(
            _ => Answers.Ok("one", ("Cache-Control", "max-age=60")),
            _ => Answers.Of(HttpStatusCode.NoContent),
            _ => Answers.Ok("two", ("Cache-Control", "max-age=60")));
        using var client = new CachedClient(transport: origin);
        Send(client, CachedClient.Get());
        Send(client, CachedClient.Request(HttpMethod.Put, CachedClient.Target));

        var (body, outcome) = Send(client, CachedClient.Get());

        Assert.Equal(("two", HttpCacheOutcome.Miss), (body, outcome));
    }

    [Fact]
    public void Send_OfAnExpiredResponse_RevalidatesIt()
    {
        using var origin = new FakeOrigin(
            _ => Answers.Ok("one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\"")),
            _ => Answers.NotModified());
        using var client = new CachedClient(transport: origin);
        Send(client, CachedClient.Get());
        client.Time.Advance(TimeSpan.FromMinutes(2));

        var (body, outcome) = Send(client, CachedClient.Get());

        Assert.Equal(("one", HttpCacheOutcome.Revalidated), (body, outcome));
        Assert.Equal("\"v1\"", origin.Requests.Last().Headers.NonValidated["If-None-Match"].Single());
    }

    [Fact]
    public void Send_WhenTheTransportFails_ThrowsWhatItThrew()
    {
        var failure = new HttpRequestException("no such host");
        using var client = new CachedClient(transport: new FakeOrigin(_ => throw failure));

        var thrown = Assert.Throws<HttpRequestException>(() => client.Http.Send(CachedClient.Get()));

        Assert.Same(failure, thrown);
    }

    [Fact]
    public void Send_CancelledBeforehand_IsCancelled()
    {
        using var client = new CachedClient(transport: new FakeOrigin(_ => Answers.Ok("one")));

        Assert.ThrowsAny<OperationCanceledException>(
            () => client.Http.Send(CachedClient.Get(), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(StoreFault.Throw)]
    [InlineData(StoreFault.FaultedTask)]
    [InlineData(StoreFault.LateFault)]
    public void Send_WithAStoreThatFails_GetsItsAnswerAllTheSame(StoreFault fault)
    {
        using var store = new FaultyStore(new MemoryHttpCacheStore(), failAt: 1, fault);
        using var client = new CachedClient(
            store: store, transport: new FakeOrigin(_ => Answers.Ok("one", ("Cache-Control", "max-age=60"))));

        var (body, _) = Send(client, CachedClient.Get());

        Assert.Equal("one", body);
    }

    [Fact]
    public void Send_BodyReadInParts_IsStoredAtItsEnd()
    {
        using var client = new CachedClient(transport: new FakeOrigin(
            _ => Answers.Ok(new StreamContent(ScriptedStream.Of("on", "e")), ("Cache-Control", "max-age=60"))));
        using var response = client.Http.Send(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        using var stream = response.Content.ReadAsStream();
        var buffer = new byte[8];

        var counts = new[] { stream.Read(buffer, 0, 8), stream.ReadByte(), stream.Read(buffer), stream.Read(buffer) };

        Assert.Equal([2, 'e', 0, 0], counts);
        Assert.True(response.GetHttpCacheResult()!.Stored);
        Assert.Equal("one", Send(client, CachedClient.Get()).Body);
    }

    [Fact]
    public void Send_BodyCopied_IsStoredAtItsEnd()
    {
        using var client = new CachedClient(transport: new FakeOrigin(
            _ => Answers.Ok(new StreamContent(ScriptedStream.Of("on", "e")), ("Cache-Control", "max-age=60"))));
        using var response = client.Http.Send(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        using var copy = new MemoryStream();

        response.Content.CopyTo(copy, context: null, CancellationToken.None);

        Assert.Equal("one", Encoding.UTF8.GetString(copy.ToArray()));
        Assert.True(response.GetHttpCacheResult()!.Stored);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(200_000)]
    public void Send_HitFromDisk_IsReadSynchronously(int length)
    {
        using var directory = new Storage.TemporaryDirectory();
        using var client = new CachedClient(
            store: new DiskHttpCacheStore(directory.Path),
            transport: new FakeOrigin(_ => Answers.Ok(new string('x', length), ("Cache-Control", "max-age=60"))));
        Send(client, CachedClient.Get());

        var (body, outcome) = Send(client, CachedClient.Get());

        Assert.Equal((new string('x', length), HttpCacheOutcome.Hit), (body, outcome));
    }

    private static (string Body, HttpCacheOutcome Outcome) Send(CachedClient client, HttpRequestMessage request)
    {
        using var response = client.Http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());

        return (reader.ReadToEnd(), response.GetHttpCacheResult()!.Outcome);
    }
}
