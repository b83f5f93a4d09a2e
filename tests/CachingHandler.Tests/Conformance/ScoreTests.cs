using CachingHandler.Conformance;

namespace CachingHandler.Tests.Conformance;

public sealed class ScoreTests
{
    [Theory]
    [InlineData(nameof(TestKind.Required), nameof(Outcome.Pass), nameof(Outcome.Fail))]
    [InlineData(nameof(TestKind.Optimal), nameof(Outcome.Pass), nameof(Outcome.NotOptimal))]
    [InlineData(nameof(TestKind.Check), nameof(Outcome.Yes), nameof(Outcome.No))]
    public void Of_TestOfKind_IsPassedOrFailedInItsWay(string kind, string passed, string failed)
    {
        var test = Scores.Required("a") with { Kind = Enum.Parse<TestKind>(kind) };

        Assert.Equal(passed, Scores.Of("memory", (test, Scores.Passed)).Of("a").ToString());
        Assert.Equal(failed, Scores.Of("memory", (test, Scores.Failed)).Of("a").ToString());
    }

    [Theory]
    [InlineData("FetchError")]
    [InlineData("TypeError")]
    public void Of_RequiredTestThatEndedWithAnotherError_Fails(string error)
    {
        var score = Scores.Of("memory", (Scores.Required("a"), new Verdict(error, "socket hang up")));

        Assert.Equal(Outcome.Fail, score.Of("a"));
    }

    [Fact]
    public void Of_TestThatWasNotRun_IsUntested()
    {
        var score = Scores.Of("memory", (Scores.Required("a"), null));

        Assert.Equal(Outcome.Untested, score.Of("a"));
    }

    [Fact]
    public void Of_TestThatDoesNotApply_IsUntested()
    {
        var score = Scores.Of("memory", (Scores.Required("a"), Scores.Passed));

        Assert.Equal(Outcome.Untested, score.Of("b"));
    }

    [Theory]
    [InlineData(nameof(TestKind.Required))]
    [InlineData(nameof(TestKind.Optimal))]
    [InlineData(nameof(TestKind.Check))]
    public void Of_TestThatCouldNotBegin_IsSetupFailedWhateverItsKind(string kind)
    {
        var test = Scores.Required("a") with { Kind = Enum.Parse<TestKind>(kind) };

        Assert.Equal(Outcome.SetupFailed, Scores.Of("memory", (test, Scores.NotSetUp)).Of("a"));
        Assert.Equal(Outcome.Retried, Scores.Of("memory", (test, Scores.Retried)).Of("a"));
    }

    [Fact]
    public void Of_RetryThatIsNoSetup_Fails()
    {
        var score = Scores.Of("memory", (Scores.Required("a"), new Verdict("Assertion", "retry")));

        Assert.Equal(Outcome.Fail, score.Of("a"));
    }

    [Fact]
    public void Of_TestWhoseDependencyFailed_IsDependencyFailedThoughItPassed()
    {
        var score = Scores.Of("memory", (Scores.Required("a"), Scores.Failed), (Scores.Required("b", "a"), Scores.Passed));

        Assert.Equal(Outcome.DependencyFailed, score.Of("b"));
    }

    [Fact]
    public void Of_TestWhoseDependencyOfTheDependencyFailed_IsDependencyFailed()
    {
        var score = Scores.Of(
            "memory",
            (Scores.Required("a"), Scores.Failed),
            (Scores.Required("b", "a"), Scores.Passed),
            (Scores.Required("c", "b"), Scores.Passed));

        Assert.Equal(Outcome.DependencyFailed, score.Of("c"));
    }

    [Fact]
    public void Of_TestWithOneOfTwoDependenciesFailed_IsDependencyFailed()
    {
        var score = Scores.Of(
            "memory",
            (Scores.Required("a"), Scores.Passed),
            (Scores.Optimal("b"), Scores.Failed),
            (Scores.Required("c", "a", "b"), Scores.Passed));

        Assert.Equal(Outcome.DependencyFailed, score.Of("c"));
    }

    [Fact]
    public void Of_TestThatCouldNotBeginAndWhoseDependencyFailed_IsDependencyFailed()
    {
        var score = Scores.Of("memory", (Scores.Required("a"), Scores.Failed), (Scores.Required("b", "a"), Scores.Retried));

        Assert.Equal(Outcome.DependencyFailed, score.Of("b"));
    }

    [Fact]
    public void Of_TestThatWasNotRunAndWhoseDependencyFailed_IsUntested()
    {
        var score = Scores.Of("memory", (Scores.Required("a"), Scores.Failed), (Scores.Required("b", "a"), null));

        Assert.Equal(Outcome.Untested, score.Of("b"));
    }

    [Fact]
    public void Of_TestWhoseDependencyWasNotRun_IsDependencyFailed()
    {
        var score = Scores.Of("memory", (Scores.Required("a"), null), (Scores.Required("b", "a"), Scores.Passed));

        Assert.Equal(Outcome.DependencyFailed, score.Of("b"));
    }

    [Fact]
    public void Of_TestThatDependsOnAQuestion_NeedsYes()
    {
        var test = Scores.Required("b", "a");

        Assert.Equal(Outcome.Pass, Scores.Of("memory", (Scores.Check("a"), Scores.Passed), (test, Scores.Passed)).Of("b"));
        Assert.Equal(Outcome.DependencyFailed, Scores.Of("memory", (Scores.Check("a"), Scores.Failed), (test, Scores.Passed)).Of("b"));
    }

    [Fact]
    public void With_LaterVerdict_ReplacesTheEarlier()
    {
        var score = Scores.Of("memory", (Scores.Required("a"), Scores.Failed), (Scores.Required("b"), Scores.Failed));

        var merged = score.With(new Dictionary<string, Verdict> { ["b"] = Scores.Passed });

        Assert.Equal((Outcome.Fail, Outcome.Pass), (merged.Of("a"), merged.Of("b")));
    }

    [Fact]
    public void Count_OfAKindInAGroup_IsWhatPassedAndWhatApplies()
    {
        var score = Scores.Of(
            "memory",
            (Scores.Required("a"), Scores.Passed),
            (Scores.Required("b"), Scores.Failed),
            (Scores.Required("c") with { Group = new SuiteGroup("vary", "Vary") }, Scores.Passed),
            (Scores.Optimal("d"), Scores.Passed));

        Assert.Equal((1, 2), score.Count(TestKind.Required, Scores.Group));
        Assert.Equal((2, 3), score.Count(TestKind.Required));
    }
}
