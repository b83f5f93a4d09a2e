using CachingHandler.Body;
using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Policy;

namespace CachingHandler.Tests.Body;

/// <summary>A body that is put together from a stored part and the network, across every kind of seam.</summary>
public sealed class AssembledContentTests
{
    private const int Length = 100;

    private static readonly byte[] Document = BodyBytes.Of(Guid.Empty, Length);

    private static readonly string[] Parts = ["0-49", "50-99", "0-0", "99-99", "0-9, 90-99", "0-98", "1-99", "0-9, 50-59", "40-49, 99-99"];

    public static TheoryData<string, string> EveryWayAndPart =>
        new MatrixTheoryData<string, string>([.. ContentReaders.Ways.Select(row => row.Data)], Parts);

    [Theory]
    [MemberData(nameof(EveryWayAndPart))]
    public async Task Content_ReadInAnyWay_IsTheDocument(string way, string ranges)
    {
        using var content = Content(ranges);

        Assert.Equal(Document, await ContentReaders.ReadAsync(way, content));
    }

    [Theory]
    [MemberData(nameof(EveryWayAndPart))]
    public async Task Content_FromMediaThatGiveLittleAtOnce_IsTheDocument(string way, string ranges)
    {
        using var content = Content(ranges, atMost: 3);

        Assert.Equal(Document, await ContentReaders.ReadAsync(way, content));
    }

    [Fact]
    public void Content_KnowsItsLength()
    {
        using var content = Content("0-49");

        Assert.Equal(Length, content.Headers.ContentLength);
    }

    [Fact]
    public void Content_Disposed_DisposesBoth()
    {
        var stored = new ListedBody(Document[..50]);
        var rest = new WatchedContent();
        var content = new AssembledContent(stored, new StoredPart([new(0, 49)], Length), new(50, 99), rest);

        content.Dispose();

        Assert.True(stored.IsDisposed);
        Assert.True(rest.IsDisposed);
    }

    [Fact]
    public void Stream_Disposed_DisposesTheRestAndLeavesTheStoredToTheContent()
    {
        var stored = new ListedBody(Document[..50]);
        var rest = new MemoryStream(Document[50..]);
        using var content = new AssembledContent(
            stored, new StoredPart([new(0, 49)], Length), new(50, 99), new StreamContent(rest));

        content.ReadAsStream().Dispose();

        Assert.False(rest.CanRead);
        Assert.False(stored.IsDisposed);
    }

    [Theory]
    [InlineData("0-49", 40, 50, 90)]
    [InlineData("50-99", 0, 0, 0)]
    [InlineData("50-99", 40, 0, 40)]
    [InlineData("0-9, 90-99", 79, 10, 89)]
    public async Task Rest_ThatEndsEarly_IsAnErrorWhereItEnds(string ranges, int restLength, int missingFirst, int endsAt)
    {
        using var content = Content(ranges, restLength: restLength);
        await using var stream = await content.ReadAsStreamAsync();
        var read = new byte[endsAt];
        await stream.ReadExactlyAsync(read);

        var thrown = await Assert.ThrowsAsync<HttpIOException>(() => stream.ReadAsync(new byte[1]).AsTask());

        Assert.Equal(HttpRequestError.ResponseEnded, thrown.HttpRequestError);
        Assert.Equal(missingFirst + restLength, endsAt);
        Assert.Equal(Document[..endsAt], read);
    }

    [Fact]
    public void Rest_ThatEndsEarly_IsAnErrorToASynchronousReaderToo()
    {
        using var content = Content("0-49", restLength: 0);
        using var stream = content.ReadAsStream();
        stream.ReadExactly(new byte[50]);

        Assert.Throws<HttpIOException>(() => stream.ReadByte());
    }

    [Fact]
    public async Task Rest_ThatGoesOn_IsCutWhereItShouldEnd()
    {
        using var content = new AssembledContent(
            new ListedBody([.. Document[..10], .. Document[90..]]),
            new StoredPart([new(0, 9), new(90, 99)], Length),
            new(10, 89),
            new ByteArrayContent([.. Document[10..90], 1, 2, 3, 4, 5]));

        Assert.Equal(Document, await content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Stored_ThatEndsEarly_IsAnError()
    {
        using var content = new AssembledContent(
            new ListedBody(Document[..30]),
            new StoredPart([new(0, 49)], Length),
            new(50, 99),
            new ByteArrayContent(Document[50..]));

        await Assert.ThrowsAsync<HttpIOException>(async () =>
            await (await content.ReadAsStreamAsync()).CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Stream_AtItsEnd_StaysThere()
    {
        using var content = Content("0-49");
        await using var stream = await content.ReadAsStreamAsync();
        await stream.CopyToAsync(Stream.Null);

        Assert.Equal(0, await stream.ReadAsync(new byte[10]));
        Assert.Equal(-1, stream.ReadByte());
    }

    [Fact]
    public async Task Stream_EmptyRead_ChangesNothing()
    {
        using var content = Content("0-49");
        await using var stream = await content.ReadAsStreamAsync();

        var nothing = (await stream.ReadAsync(Memory<byte>.Empty), stream.Read([], 0, 0));
        var first = stream.ReadByte();

        Assert.Equal((0, 0), nothing);
        Assert.Equal(Document[0], first);
    }

    [Fact]
    public void Stream_CanOnlyBeReadOnwards()
    {
        using var content = Content("0-49");
        using var stream = content.ReadAsStream();

        Assert.Equal((true, false, false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
        Assert.Throws<NotSupportedException>(() => stream.Length);
        Assert.Throws<NotSupportedException>(() => stream.Position);
        Assert.Throws<NotSupportedException>(() => stream.Position = 0);
        Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
        Assert.Throws<NotSupportedException>(() => stream.WriteByte(0));
    }

    [Fact]
    public async Task Stream_ReadingCancelled_IsCancelled()
    {
        using var content = Content("0-49");
        await using var stream = await content.ReadAsStreamAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => stream.ReadAsync(new byte[1], new CancellationToken(canceled: true)).AsTask());
    }

    private static AssembledContent Content(string ranges, int atMost = int.MaxValue, int? restLength = null)
    {
        var part = new StoredPart(ranges.Split(", ").Select(Stored.Range), Length);
        var stored = part.Ranges.SelectMany(range => Document[(int)range.First..(int)(range.Last + 1)]).ToArray();
        var missing = part.Missing!.Value;
        var rest = Document.AsMemory((int)missing.First, restLength ?? (int)missing.Length);

        return new AssembledContent(
            new ListedBody(stored, atMost),
            part,
            missing,
            new StreamContent(new ScriptedStream([.. Chunks(rest.ToArray(), atMost)])));
    }

    private static IEnumerable<Task<byte[]>> Chunks(byte[] bytes, int atMost) =>
        bytes.Chunk(Math.Min(atMost, 40)).Select(Task.FromResult);
}
