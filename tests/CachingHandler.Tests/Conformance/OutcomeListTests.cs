using CachingHandler.Conformance;

namespace CachingHandler.Tests.Conformance;

public sealed class OutcomeListTests
{
    [Fact]
    public void Of_TestThatIsNotListed_Passes()
    {
        Assert.Equal(Outcome.Pass, List("").Of("memory", Scores.Required("a")));
    }

    [Fact]
    public void Of_QuestionThatIsNotListed_IsUntested()
    {
        Assert.Equal(Outcome.Untested, List("").Of("memory", Scores.Check("a")));
    }

    [Fact]
    public void Of_TestListedForOneConfiguration_PassesInTheOther()
    {
        var list = List("Why.\n  Fail a in disk");

        Assert.Equal(Outcome.Fail, list.Of("disk", Scores.Required("a")));
        Assert.Equal(Outcome.Pass, list.Of("memory", Scores.Required("a")));
    }

    [Fact]
    public void With_ShortfallThatIsKnown_KeepsItsReason()
    {
        var accepted = Accept("Why.\n  Fail a", (Scores.Required("a"), Scores.Retried));

        Assert.Equal("Why.\n    Retried           a\n", accepted);
    }

    [Fact]
    public void With_ShortfallThatIsNew_HasNoReason()
    {
        var accepted = Accept("Why.\n  Fail a", (Scores.Required("a"), Scores.Failed), (Scores.Optimal("b"), Scores.Failed));

        Assert.Equal("Why.\n    Fail              a\n\n?\n    NotOptimal        b\n", accepted);
    }

    [Fact]
    public void With_TestThatPasses_LeavesItOutAndTheReasonThatNobodyNeeds()
    {
        var accepted = Accept(
            "Why.\n  Fail a\nAnd why.\n  Fail b",
            (Scores.Required("a"), Scores.Passed),
            (Scores.Required("b"), Scores.Failed));

        Assert.Equal("And why.\n    Fail              b\n", accepted);
    }

    [Fact]
    public void With_TestThatIsNoneOfTheSuites_LeavesItOut()
    {
        Assert.Equal("", Accept("Why.\n  Fail gone", (Scores.Required("a"), Scores.Passed)));
    }

    [Fact]
    public void With_Questions_ListsEachAnswerAfterTheShortfalls()
    {
        var accepted = Accept(
            "", (Scores.Check("a"), Scores.Passed), (Scores.Check("b"), Scores.Failed), (Scores.Required("c"), Scores.Failed));

        Assert.Equal($"?\n    Fail              c\n\n{OutcomeList.Answers}\n    Yes               a\n    No                b\n", accepted);
    }

    [Fact]
    public void With_AnswerThatIsExplained_KeepsItsReason()
    {
        var accepted = Accept("Why.\n  No a", (Scores.Check("a"), Scores.Passed));

        Assert.Equal("Why.\n    Yes               a\n", accepted);
    }

    [Fact]
    public void With_SameOutcomeWhereverTheTestApplies_NamesNoConfiguration()
    {
        var test = Scores.Required("a");
        var shared = Scores.Required("s");

        var accepted = List("Why.\n  Fail a\n  Fail s").With(
            [test, shared],
            [Scores.Of("memory", (test, Scores.Failed)), Scores.Of("shared", (test, Scores.Failed), (shared, Scores.Failed))]);

        Assert.Equal("Why.\n    Fail              a\n    Fail              s\n", OutcomeListFormat.Write(accepted));
    }

    [Fact]
    public void With_ShortfallInAFurtherConfiguration_HasNoReasonThere()
    {
        var test = Scores.Required("a");

        var accepted = List("Why.\n  Fail a in memory").With(
            [test], [Scores.Of("memory", (test, Scores.Failed)), Scores.Of("disk", (test, Scores.Failed))]);

        Assert.Equal(
            "Why.\n    Fail              a  in memory\n\n?\n    Fail              a  in disk\n", OutcomeListFormat.Write(accepted));
    }

    private static OutcomeList List(string text) => OutcomeListFormat.Parse(text);

    private static string Accept(string before, params (SuiteTest Test, Verdict? Verdict)[] results) =>
        OutcomeListFormat.Write(List(before).With([.. results.Select(result => result.Test)], [Scores.Of("memory", results)]));
}
