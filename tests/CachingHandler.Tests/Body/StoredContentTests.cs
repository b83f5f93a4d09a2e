using CachingHandler.Body;
using CachingHandler.Storage;

namespace CachingHandler.Tests.Body;

public sealed class StoredContentTests
{
    [Fact]
    public async Task Content_OfALargeBody_KnowsItsLength()
    {
        using var content = new StoredContent(new Bytes());

        var length = content.Headers.ContentLength;

        Assert.Equal(10, length);
        Assert.Equal(Bytes.All, await content.ReadAsByteArrayAsync());
    }

    [Fact]
    public void Content_Disposed_DisposesTheBody()
    {
        var body = new Bytes();
        var content = new StoredContent(body);

        content.Dispose();

        Assert.True(body.IsDisposed);
    }

    [Fact]
    public void Stream_Disposed_LeavesTheBodyToTheContent()
    {
        var body = new Bytes();
        using var content = new StoredContent(body);

        content.ReadAsStream().Dispose();

        Assert.False(body.IsDisposed);
    }

    [Theory]
    [InlineData(SeekOrigin.Begin, 4, 4)]
    [InlineData(SeekOrigin.Current, 1, 3)]
    [InlineData(SeekOrigin.End, -1, 9)]
    public void Stream_Seek_MovesToTheByte(SeekOrigin origin, long offset, byte expected)
    {
        using var stream = new StoredBodyStream(new Bytes());
        stream.Position = 2;

        stream.Seek(offset, origin);

        Assert.Equal(expected, stream.ReadByte());
        Assert.Equal(expected + 1, stream.Position);
    }

    [Fact]
    public void Stream_BehindItsEnd_IsAtItsEnd()
    {
        using var stream = new StoredBodyStream(new Bytes());
        stream.Position = 11;

        var next = stream.ReadByte();

        Assert.Equal(-1, next);
    }

    [Fact]
    public void Stream_BeforeItsStart_IsRefused()
    {
        using var stream = new StoredBodyStream(new Bytes());

        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Position = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Seek(-1, SeekOrigin.Begin));
    }

    [Fact]
    public async Task Stream_Disposed_IsRefused()
    {
        var stream = new StoredBodyStream(new Bytes());
        await stream.DisposeAsync();

        Assert.False(stream.CanRead);
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.ReadAsync(new byte[1]).AsTask());
    }

    [Fact]
    public void Stream_Written_IsRefused()
    {
        using var stream = new StoredBodyStream(new Bytes());

        Assert.False(stream.CanWrite);
        Assert.Throws<NotSupportedException>(() => stream.WriteByte(1));
        Assert.Throws<NotSupportedException>(() => stream.SetLength(1));
    }

    /// <summary>A body of the bytes zero to nine that is not in memory.</summary>
    private sealed class Bytes : StoredBody
    {
        public static readonly byte[] All = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

        public bool IsDisposed { get; private set; }

        public override long Length => All.Length;

        public override int Read(long offset, Span<byte> destination)
        {
            var rest = All.AsSpan((int)Math.Min(offset, All.Length));
            var count = Math.Min(rest.Length, destination.Length);
            rest[..count].CopyTo(destination);

            return count;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
