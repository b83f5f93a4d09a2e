using System.Net;
using System.Net.Http.Json;
using System.Text;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>The content of a query is read for the key, and reaches the origin all the same.</summary>
public sealed class QueryContentTests
{
    private static readonly (string Name, string Value) Fresh = ("Cache-Control", "max-age=60");

    // A little more than is read for the key.
    private static readonly string Long = new('x', (1024 * 1024) + 1);

    public static TheoryData<string> Kinds => ["text", "json", "stream", "late stream", "writer", "synchronous writer"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Content_OfAnyKind_ArrivesWholeAndIsAskedForOnce(string kind)
    {
        using var origin = new EchoOrigin(Fresh);
        using var client = new CachedClient(transport: origin);

        await AskAsync(client, ContentOf(kind, "select a"));
        var hit = await AskAsync(client, ContentOf(kind, "select a"));

        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
        Assert.Equal("select a", Assert.Single(origin.Received).Content.Trim('"'));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Content_OfAnyKindAndTooLong_PassesByWhole(string kind)
    {
        using var origin = new EchoOrigin(Fresh);
        using var client = new CachedClient(transport: origin);

        var result = await AskAsync(client, ContentOf(kind, Long));

        Assert.Equal((HttpCacheOutcome.Bypass, HttpCacheReason.RequestContent), (result.Outcome, result.Reason));
        Assert.True(Long == origin.Received.Single().Content.Trim('"'));
        Assert.Empty(await client.Store.AllAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Content_OfAnyKindAndTooLongSentSynchronously_PassesByWhole(string kind)
    {
        using var origin = new EchoOrigin(Fresh);
        using var client = new CachedClient(transport: origin);
        using var request = Query(ContentOf(kind, Long));

        using var response = client.Http.Send(request);

        Assert.True(Long == origin.Received.Single().Content.Trim('"'));
    }

    [Fact]
    public async Task Content_OfExactlyTheLimit_IsReadForTheKey()
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh));

        var result = await AskAsync(client, ContentOf("stream", Long[1..]));

        Assert.True(result.Stored);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Request_OfAResponse_IsTheCallers(string kind)
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh));
        using var shortOne = Query(ContentOf(kind, "select a"));
        using var longOne = Query(ContentOf(kind, Long));
        var content = longOne.Content;

        using var stored = await client.Http.SendAsync(shortOne);
        using var passed = await client.Http.SendAsync(longOne);

        Assert.Same(shortOne, stored.RequestMessage);
        Assert.Same(longOne, passed.RequestMessage);
        Assert.Same(content, longOne.Content);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_000_000)]
    public async Task Content_ThatCannotBeRead_FailsAsWithoutACache(int length)
    {
        var failure = new IOException("the file is gone");
        var start = new string('x', length);
        using var bare = new HttpClient(new EchoOrigin());
        using var client = new CachedClient(transport: new EchoOrigin());

        var without = await Assert.ThrowsAsync<HttpRequestException>(
            () => bare.SendAsync(Query(new StreamContent(ScriptedStream.Failing(failure, start)))));
        var with = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.Http.SendAsync(Query(new StreamContent(ScriptedStream.Failing(failure, start)))));

        Assert.Same(failure, without.InnerException);
        Assert.Same(failure, with.InnerException);
        Assert.Equal(without.Message, with.Message);
    }

    [Fact]
    public async Task Content_ThatThrowsItsOwn_FailsWithThat()
    {
        var failure = new FormatException("no such field");
        using var client = new CachedClient(transport: new EchoOrigin());

        var thrown = await Assert.ThrowsAsync<FormatException>(
            () => client.Http.SendAsync(Query(new WrittenContent(_ => throw failure))));

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task Content_ThatNeverEnds_CanBeCancelled()
    {
        using var client = new CachedClient(transport: new EchoOrigin());
        using var cancellation = new CancellationTokenSource();
        var content = new StreamContent(new ScriptedStream(new TaskCompletionSource<byte[]>().Task));
        var sending = client.Http.SendAsync(Query(content), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Content_TooLongThatNobodySends_IsLetGo()
    {
        var ended = new TaskCompletionSource();
        var failure = new HttpRequestException("no such host");
        using var client = new CachedClient(transport: new FakeOrigin(_ => throw failure));
        using var content = new WrittenContent(async stream =>
        {
            try
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(Long));
            }
            finally
            {
                ended.SetResult();
            }
        });

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => client.Http.SendAsync(Query(content)));

        Assert.Same(failure, thrown);
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task Content_TooLongButRepeatable_CanBeSentTwice(string kind)
    {
        using var origin = new EchoOrigin(Fresh);
        using var client = new CachedClient(transport: new Twice { InnerHandler = origin });

        await AskAsync(client, ContentOf(kind, Long));

        Assert.Equal(2, origin.Received.Count);
        Assert.All(origin.Received, received => Assert.True(Long == received.Content.Trim('"')));
    }

    private static HttpContent ContentOf(string kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        return kind switch
        {
            "text" => new StringContent(text),
            "json" => JsonContent.Create(text),
            "stream" => new StreamContent(ScriptedStream.Of(text[..(text.Length / 2)], text[(text.Length / 2)..])),
            "late stream" => new StreamContent(new ScriptedStream(LateAsync(bytes))),
            "writer" => new WrittenContent(async stream =>
            {
                await stream.WriteAsync(bytes.AsMemory(0, bytes.Length - 1));
                await stream.FlushAsync();
                await stream.WriteAsync(bytes.AsMemory(bytes.Length - 1));
            }),
            _ => new WrittenContent(async stream =>
            {
                stream.Write(bytes, 0, bytes.Length - 2);
                await Task.Yield();
                stream.Write(bytes, bytes.Length - 2, 1);
                stream.Flush();
                await Task.Yield();
                stream.Write(bytes, bytes.Length - 1, 1);
            }),
        };
    }

    private static async Task<byte[]> LateAsync(byte[] bytes)
    {
        await Task.Yield();

        return bytes;
    }

    private static HttpRequestMessage Query(HttpContent content)
    {
        var request = CachedClient.Request(HttpMethod.Query, CachedClient.Target);
        request.Content = content;

        return request;
    }

    private static Task<HttpCacheResult> AskAsync(CachedClient client, HttpContent content) =>
        client.ResultAsync(Query(content));

    /// <summary>Content that is written by a function, and does not know its length.</summary>
    private sealed class WrittenContent(Func<Stream, Task> write) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

        protected override void SerializeToStream(
            Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            write(stream).GetAwaiter().GetResult();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;

            return false;
        }
    }

    /// <summary>A handler that sends everything a second time.</summary>
    private sealed class Twice : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var lost = await base.SendAsync(request, cancellationToken);

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
