using CachingHandler.Conformance;

namespace CachingHandler.Tests.Conformance;

public sealed class ApplicabilityTests
{
    [Theory]
    [InlineData("freshness-s-maxage-shared")]
    [InlineData("cc-resp-private-shared")]
    [InlineData("stale-close-proxy-revalidate")]
    [InlineData("stale-close-s-maxage=2")]
    public void Of_TestOfSharedCaches_AppliesToSharedAlone(string id)
    {
        Assert.Equal((false, true), Applies(Scores.Required(id)));
    }

    [Theory]
    [InlineData("auth")]
    [InlineData("surrogate-control")]
    public void Of_GroupOfSharedCaches_AppliesToSharedAlone(string group)
    {
        Assert.Equal((false, true), Applies(Scores.Required("a") with { Group = new SuiteGroup(group, "") }));
    }

    [Theory]
    [InlineData("freshness-max-age-s-maxage-private")]
    [InlineData("freshness-max-age-s-maxage-private-multiple")]
    [InlineData("cc-resp-private-private")]
    public void Of_TestOfPrivateCaches_AppliesToPrivateAloneThoughItIsLeftToBrowsers(string id)
    {
        Assert.Equal((true, false), Applies(Scores.Required(id) with { IsBrowserOnly = true }));
    }

    [Fact]
    public void Of_OtherTestThatIsLeftToBrowsers_DoesNotApply()
    {
        Assert.Equal((false, false), Applies(Scores.Required("cc-resp-immutable-fresh") with { IsBrowserOnly = true }));
    }

    [Fact]
    public void Of_AnyOtherTest_AppliesToBoth()
    {
        Assert.Equal((true, true), Applies(Scores.Required("status-301-fresh")));
    }

    [Fact]
    public void Of_TestThatDependsOnOneThatDoesNotApply_DoesNotApply()
    {
        var dependency = Scores.Required("freshness-s-maxage-shared");
        var between = Scores.Required("between", dependency.Id);

        Assert.Equal((false, true), Applies(Scores.Required("a", between.Id), between, dependency));
    }

    private static (bool ToPrivate, bool ToShared) Applies(SuiteTest test, params SuiteTest[] others) => (
        Applicability.Of(HttpCacheKind.Private, [test, .. others]).Contains(test),
        Applicability.Of(HttpCacheKind.Shared, [test, .. others]).Contains(test));
}
