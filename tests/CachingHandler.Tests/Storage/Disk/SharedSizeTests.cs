using CachingHandler.Storage;

namespace CachingHandler.Tests.Storage;

public sealed class SharedSizeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SharedSize _shared;

    public SharedSizeTests() => _shared = new(_directory.Path);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Write_ThenRead_IsTheNumber(long blocks)
    {
        var told = new SharedTotals(new(blocks, 12), 34);
        _shared.Write(Of(7));
        _shared.Write(told);

        Assert.Equal(told, new SharedSize(_directory.Path).Read());
    }

    [Fact]
    public void Read_NothingTold_IsNull() => Assert.Null(_shared.Read());

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(31)]
    public void Read_Damaged_IsNullUntilItIsToldAgain(int offset)
    {
        _shared.Write(Of(1_000));
        var file = _directory.Below(EntryNames.Size);
        var bytes = File.ReadAllBytes(file);
        bytes[offset] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Null(_shared.Read());

        _shared.Write(Of(2_000));

        Assert.Equal(Of(2_000), _shared.Read());
    }

    [Fact]
    public void Read_CutShort_IsNull()
    {
        _shared.Write(Of(1_000));
        File.WriteAllBytes(_directory.Below(EntryNames.Size), new byte[8]);

        Assert.Null(_shared.Read());
    }

    [Fact]
    public void TryEnter_AnotherIsIn_IsNullUntilThatLeaves()
    {
        using (var first = _shared.TryEnter())
        {
            Assert.NotNull(first);
            Assert.Null(new SharedSize(_directory.Path).TryEnter());
        }

        using var second = new SharedSize(_directory.Path).TryEnter();
        Assert.NotNull(second);
    }

    [Fact]
    public void NoDirectory_IsNoFailure()
    {
        var nowhere = new SharedSize(_directory.Below("nowhere"));

        nowhere.Write(Of(1));

        Assert.Null(nowhere.Read());
        Assert.Null(nowhere.TryEnter());
    }

    private static SharedTotals Of(long blocks) => new(new(blocks, 1), 1);
}
