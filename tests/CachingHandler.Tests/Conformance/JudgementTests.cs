using CachingHandler.Conformance;

namespace CachingHandler.Tests.Conformance;

public sealed class JudgementTests
{
    [Fact]
    public void IsGood_AllAsExpected_IsTrue()
    {
        var judgement = Judge(
            "Why.\n  Fail a\n  Yes c",
            (Scores.Required("a"), Scores.Failed), (Scores.Required("b"), Scores.Passed), (Scores.Check("c"), Scores.Passed));

        Assert.True(judgement.IsGood);
    }

    [Fact]
    public void Differences_TestThatFailsUnexpectedly_IsWorseAndHasTheMessage()
    {
        var judgement = Judge("", (Scores.Required("a"), Scores.Failed));

        var difference = Assert.Single(judgement.Differences);
        Assert.True(difference.IsWorse);
        Assert.Equal((Outcome.Pass, Outcome.Fail), (difference.Expected, difference.Actual));
        Assert.Equal("Response 2 comes from cache", difference.Message);
        Assert.False(judgement.IsGood);
    }

    [Fact]
    public void Differences_TestThatPassesUnexpectedly_IsBetter()
    {
        var judgement = Judge("Why.\n  Fail a", (Scores.Required("a"), Scores.Passed));

        Assert.True(Assert.Single(judgement.Differences).IsBetter);
        Assert.False(judgement.IsGood);
    }

    [Theory]
    [InlineData("Why.\n  SetupFailed a\n  No c")]
    [InlineData("Why.\n  Fail a\n  Yes c")]
    [InlineData("Why.\n  Fail a")]
    public void Differences_OtherShortfallOrAnswer_IsNeitherWorseNorBetter(string list)
    {
        var judgement = Judge(list, (Scores.Required("a"), Scores.Failed), (Scores.Check("c"), Scores.Failed));

        var difference = Assert.Single(judgement.Differences);
        Assert.Equal((false, false), (difference.IsWorse, difference.IsBetter));
        Assert.False(judgement.IsGood);
    }

    [Fact]
    public void Differences_TestThatWasNotRun_IsWorse()
    {
        var judgement = Judge("", (Scores.Required("a"), null));

        Assert.True(Assert.Single(judgement.Differences).IsWorse);
    }

    [Fact]
    public void WithoutReason_ShortfallAsExpectedThatNobodyExplained_IsNotGood()
    {
        var judgement = Judge("?\n  Fail a", (Scores.Required("a"), Scores.Failed));

        Assert.Empty(judgement.Differences);
        Assert.Equal("a", Assert.Single(judgement.WithoutReason).Test);
        Assert.False(judgement.IsGood);
    }

    [Theory]
    [InlineData("Why.\n  Fail gone")]
    [InlineData("Why.\n  Fail a in disk")]
    public void WithoutTest_LineAboutATestThatDoesNotApply_IsNotGood(string list)
    {
        var judgement = Judge(list, (Scores.Required("a"), Scores.Passed));

        Assert.Single(judgement.WithoutTest);
        Assert.False(judgement.IsGood);
    }

    private static Judgement Judge(string list, params (SuiteTest Test, Verdict? Verdict)[] results) =>
        new(OutcomeListFormat.Parse(list), [Scores.Of("memory", results)]);
}
