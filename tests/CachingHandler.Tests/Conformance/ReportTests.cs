using CachingHandler.Conformance;

namespace CachingHandler.Tests.Conformance;

public sealed class ReportTests
{
    private static readonly SuiteTest Kept = Scores.Required("kept");

    private static readonly SuiteTest Missed = Scores.Optimal("missed") with { Group = new SuiteGroup("vary", "Vary") };

    private static readonly SuiteTest Asked = Scores.Check("asked") with { Group = new SuiteGroup("vary", "Vary") };

    private static readonly Score Score =
        Scores.Of("memory", (Kept, Scores.Passed), (Missed, Scores.Failed), (Asked, Scores.Failed));

    [Fact]
    public void Table_OfAScore_HasARowForEachGroupAndOneForAll()
    {
        Assert.Equal(
            [
                "                   memory",
                "passed/applicable  required   optimal",
                "Freshness               1/1         -",
                "Vary                      -       0/1",
                "All                     1/1       0/1",
            ],
            Report.Table([Kept, Missed, Asked], [Score]));
    }

    [Fact]
    public void Totals_OfAScore_HavePercentages()
    {
        Assert.Equal("memory: required 1 of 1 (100.0 %), optimal 0 of 1 (0.0 %)", Report.Totals(Score));
    }

    [Fact]
    public void Shortfalls_OfAList_LeaveAnswersOut()
    {
        var list = OutcomeListFormat.Parse("Why.\n  NotOptimal missed\n  No asked");

        Assert.Equal("Why.\n    NotOptimal        missed\n", Report.Shortfalls([Kept, Missed, Asked], list));
    }

    [Fact]
    public void Comparison_WhereAllIsAsExpected_SaysSo()
    {
        var comparison = Report.Comparison(Judge("Why.\n  NotOptimal missed\n  No asked"), "expected.txt");

        Assert.Equal(["All is as expected.txt says.", ""], comparison);
    }

    [Fact]
    public void Comparison_WhereATestIsWorse_NamesItWithTheMessageAndTheWayOut()
    {
        Assert.Equal(
            [
                "WORSE than expected.txt says:",
                "    memory: missed: Pass -> NotOptimal (Response 2 comes from cache)",
                "",
                "If that is meant, run it again with --accept, which brings the list up to date.",
                "",
            ],
            Report.Comparison(Judge("Why.\n  No asked"), "expected.txt"));
    }

    [Fact]
    public void Comparison_WhereATestIsBetter_NamesIt()
    {
        var comparison = Report.Comparison(Judge("Why.\n  Fail kept\n  NotOptimal missed\n  No asked"), "expected.txt").ToList();

        Assert.Equal("BETTER than expected.txt says:", comparison[0]);
        Assert.Equal("    memory: kept: Fail -> Pass", comparison[1]);
    }

    [Fact]
    public void Comparison_WhereAnAnswerIsAnother_NamesIt()
    {
        var comparison = Report.Comparison(Judge("Why.\n  NotOptimal missed\n  Yes asked"), "expected.txt").ToList();

        Assert.Equal("OTHERWISE than expected.txt says:", comparison[0]);
        Assert.Equal("    memory: asked: Yes -> No (Response 2 comes from cache)", comparison[1]);
    }

    [Fact]
    public void Comparison_WhereAReasonIsMissing_SaysWhatToDo()
    {
        Assert.Equal(
            ["WITHOUT A REASON; write one in the place of '?' in expected.txt:", "    NotOptimal        missed", ""],
            Report.Comparison(Judge("?\n  NotOptimal missed\nWhy.\n  No asked"), "expected.txt"));
    }

    [Fact]
    public void Repeated_WhatCameOutAsExpectedThen_IsNamedWithItsFirstOutcome()
    {
        var doubtful = Judge("").Differences;

        Assert.Equal(
            [
                "memory: 2 came out otherwise than expected and ran again, with nothing beside; 1 as expected then.",
                "    memory: missed: Pass -> NotOptimal (Response 2 comes from cache) at first",
                "",
            ],
            Report.Repeated(doubtful, Score.With(new Dictionary<string, Verdict> { ["missed"] = Scores.Passed })));
    }

    private static Judgement Judge(string list) => new(OutcomeListFormat.Parse(list), [Score]);
}
