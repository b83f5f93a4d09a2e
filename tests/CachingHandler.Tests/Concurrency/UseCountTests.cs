using CachingHandler.Concurrency;

namespace CachingHandler.Tests.Concurrency;

public sealed class UseCountTests
{
    private int _disposals;

    [Fact]
    public void End_OfTheOwnersUse_DisposesWhereNobodyElseUsesIt()
    {
        var uses = new UseCount(() => _disposals++);

        uses.End();

        Assert.Equal(1, _disposals);
    }

    [Fact]
    public void End_OfTheLastUse_DisposesOnce()
    {
        var uses = new UseCount(() => _disposals++);
        uses.TryBegin();
        uses.TryBegin();
        uses.End();
        uses.End();
        var before = _disposals;

        uses.End();

        Assert.Equal((0, 1), (before, _disposals));
    }

    [Fact]
    public void TryBegin_AfterTheOwnerHasEnded_CountsWhileSomebodyElseUsesIt()
    {
        var uses = new UseCount(() => _disposals++);
        uses.TryBegin();
        uses.End();

        var begun = uses.TryBegin();

        Assert.True(begun);
        Assert.Equal(0, _disposals);
    }

    [Fact]
    public void TryBegin_OfWhatIsDisposed_IsRefused()
    {
        var uses = new UseCount(() => _disposals++);
        uses.End();

        var begun = uses.TryBegin();

        Assert.False(begun);
    }
}
