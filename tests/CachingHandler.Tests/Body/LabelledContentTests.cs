using System.Text;
using CachingHandler.Body;

namespace CachingHandler.Tests.Body;

public sealed class LabelledContentTests
{
    private static readonly HttpCacheResult Result = new(HttpCacheOutcome.Bypass, HttpCacheReason.Method);

    [Fact]
    public async Task Content_ReadTwice_IsWhatTheOriginGives()
    {
        using var content = new LabelledContent(new StringContent("body"), Result);

        var first = await content.ReadAsStringAsync();
        var second = await content.ReadAsByteArrayAsync();

        Assert.Equal("body", first);
        Assert.Equal("body"u8, second);
    }

    [Fact]
    public async Task Content_Copied_IsWhatTheOriginGives()
    {
        using var content = new LabelledContent(new StringContent("body"), Result);
        using var asynchronous = new MemoryStream();
        using var synchronous = new MemoryStream();

        await content.CopyToAsync(asynchronous);
        content.CopyTo(synchronous, context: null, CancellationToken.None);

        Assert.Equal("body", Encoding.UTF8.GetString(asynchronous.ToArray()));
        Assert.Equal("body", Encoding.UTF8.GetString(synchronous.ToArray()));
    }

    [Fact]
    public void Stream_IsTheOriginsOwn()
    {
        using var stream = new MemoryStream();
        using var content = new LabelledContent(new StreamContent(stream), Result);
        using var origin = new StreamContent(stream);

        var given = content.ReadAsStream();

        Assert.Equal(origin.ReadAsStream().GetType(), given.GetType());
    }

    [Fact]
    public void Fields_AreTheOriginsTextUntouched()
    {
        var origin = new ByteArrayContent([]);
        origin.Headers.TryAddWithoutValidation("Content-Type", "text/HTML ;charset=x");
        origin.Headers.TryAddWithoutValidation("Allow", ["GET", "head"]);

        using var content = new LabelledContent(origin, Result);

        Assert.Equal("text/HTML ;charset=x", content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Equal(["GET", "head"], content.Headers.NonValidated["Allow"]);
    }

    [Fact]
    public void Length_WithoutAField_IsAskedOfTheContent()
    {
        using var content = new LabelledContent(new ByteArrayContent(new byte[7]), Result);
        using var streamed = new LabelledContent(new StreamContent(new NeverSeekable()), Result);

        Assert.Equal(7, content.Headers.ContentLength);
        Assert.Null(streamed.Headers.ContentLength);
    }

    [Fact]
    public void Dispose_DisposesTheOrigins()
    {
        var origin = new StringContent("body");
        var content = new LabelledContent(origin, Result);

        content.Dispose();

        Assert.Throws<ObjectDisposedException>(() => origin.ReadAsStream());
    }

    private sealed class NeverSeekable : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
