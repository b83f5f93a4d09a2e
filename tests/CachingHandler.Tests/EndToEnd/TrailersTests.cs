using CachingHandler.Testing;
using CachingHandler.Tests.Storage;
using Microsoft.AspNetCore.Http;

namespace CachingHandler.Tests.EndToEnd;

/// <summary>Trailers of HTTP/2, beside a client without a cache.</summary>
public sealed class TrailersTests
{
    [Theory]
    [MemberData(nameof(Media.All), MemberType = typeof(Media))]
    public async Task Trailers_OfABody_ReachItsCallerAndDoNotKeepItFromTheStore(string medium)
    {
        var body = BodyBytes.Of(Guid.Empty, 200_000);
        await using var web = await ScriptedWeb.StartAsync(new(2, 0));
        web.Serve("/", async (context, _) =>
        {
            context.Response.Headers.CacheControl = "max-age=60";
            context.Response.DeclareTrailer("X-Sum");
            await context.Response.Body.WriteAsync(body);
            context.Response.AppendTrailer("X-Sum", "42");
        });
        using var media = new Media();
        await using var store = media.Create(medium);
        using var plain = Client(new SocketsHttpHandler());
        using var cached = Client(new HttpCacheHandler(store) { InnerHandler = new SocketsHttpHandler() });

        using var expected = await plain.GetAsync(web.Address);
        using var miss = await cached.GetAsync(web.Address);
        using var hit = await cached.GetAsync(web.Address);

        Assert.Equal(["42"], expected.TrailingHeaders.GetValues("X-Sum"));
        Assert.Equal(expected.TrailingHeaders.ToString(), miss.TrailingHeaders.ToString());
        Assert.Equal(body, await miss.Content.ReadAsByteArrayAsync());
        Assert.Equal((HttpCacheOutcome.Hit, 2), (hit.GetHttpCacheResult()!.Outcome, web.Count("/")));
        Assert.Equal(body, await hit.Content.ReadAsByteArrayAsync());
    }

    private static HttpClient Client(HttpMessageHandler handler) => new(handler)
    {
        DefaultRequestVersion = new(2, 0),
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
