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
        _shared.Write(7);
        _shared.Write(blocks);

        Assert.Equal(blocks, new SharedSize(_directory.Path).Read());
    }

    [Fact]
    public void Read_NothingTold_IsNull() => Assert.Null(_shared.Read());

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(15)]
    public void Read_Damaged_IsNullUntilItIsToldAgain(int offset)
    {
        _shared.Write(1_000);
        var file = Assert.Single(_directory.Files());
        var bytes = File.ReadAllBytes(file);
        bytes[offset] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Null(_shared.Read());

        _shared.Write(2_000);

        Assert.Equal(2_000, _shared.Read());
    }

    [Fact]
    public void Read_CutShort_IsNull()
    {
        _shared.Write(1_000);
        File.WriteAllBytes(Assert.Single(_directory.Files()), new byte[8]);

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

        nowhere.Write(1);

        Assert.Null(nowhere.Read());
        Assert.Null(nowhere.TryEnter());
    }
}
