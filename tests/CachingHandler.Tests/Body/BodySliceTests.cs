using CachingHandler.Body;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Body;

public sealed class BodySliceTests
{
    private static readonly byte[] Document = BodyBytes.Of(Guid.Empty, 100);

    public static TheoryData<string> Ways => ContentReaders.Ways;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Slice_ReadInAnyWay_IsTheRun(string way)
    {
        using var content = new StoredContent(new BodySlice(new ListedBody(Document, atMost: 7), 10, 30));

        Assert.Equal(Document[10..40], await ContentReaders.ReadAsync(way, content));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(50, 50)]
    [InlineData(50, 0)]
    public async Task Slice_AnyRun_IsThatRun(int start, int length)
    {
        using var slice = new BodySlice(new ListedBody(Document), start, length);

        Assert.Equal(length, slice.Length);
        Assert.Equal(Document[start..(start + length)], await slice.ReadAllAsync());
    }

    [Fact]
    public void Slice_InMemory_GivesItsMemory()
    {
        using var slice = new BodySlice(new ListedBody(Document, inMemory: true), 10, 30);

        Assert.True(slice.TryGetMemory(out var memory));
        Assert.Equal(Document[10..40], memory.ToArray());
    }

    [Fact]
    public void Slice_NotInMemory_SaysSo()
    {
        using var slice = new BodySlice(new ListedBody(Document), 10, 30);

        Assert.False(slice.TryGetMemory(out _));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(1_000)]
    [InlineData(long.MaxValue)]
    public async Task Slice_ReadAtOrPastItsEnd_GivesNothing(long offset)
    {
        using var slice = new BodySlice(new ListedBody(Document), 10, 30);

        Assert.Equal(0, slice.Read(offset, new byte[10]));
        Assert.Equal(0, await slice.ReadAsync(offset, new byte[10], CancellationToken.None));
    }

    [Fact]
    public void Slice_ReadOverItsEnd_GivesWhatIsThere()
    {
        using var slice = new BodySlice(new ListedBody(Document), 10, 30);

        Assert.Equal(3, slice.Read(27, new byte[10]));
    }

    [Fact]
    public void Slice_ReadBeforeItsStart_Throws()
    {
        using var slice = new BodySlice(new ListedBody(Document), 10, 30);

        Assert.Throws<ArgumentOutOfRangeException>(() => slice.Read(-1, new byte[10]));
    }

    [Fact]
    public void Slice_Disposed_DisposesTheBody()
    {
        var body = new ListedBody(Document);

        new BodySlice(body, 10, 30).Dispose();

        Assert.True(body.IsDisposed);
    }
}
