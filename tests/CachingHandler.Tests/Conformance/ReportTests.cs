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
    public void Problems_WhereAllIsAsExpected_AreNone()
    {
        Assert.Empty(Report.Problems(Judge("Why.\n  NotOptimal missed\n  No asked"), "expected.txt"));
    }

    [Fact]
    public void Problems_WhereATestIsWorse_NameItWithTheMessageAndTheWayOut()
    {
        var problems = Report.Problems(Judge("Why.\n  No asked"), "expected.txt").ToList();

        Assert.Contains("WORSE than expected.txt says:", problems);
        Assert.Contains("    memory: missed: Pass -> NotOptimal (Response 2 comes from cache)", problems);
        Assert.Contains(problems, problem => problem.Contains("--accept", StringComparison.Ordinal));
    }

    [Fact]
    public void Problems_WhereAReasonIsMissing_SaySo()
    {
        var problems = Report.Problems(Judge("?\n  NotOptimal missed\n  No asked"), "expected.txt");

        Assert.Contains("    write one in the place of '?' in expected.txt", problems);
    }

    private static Judgement Judge(string list) => new(OutcomeListFormat.Parse(list), [Score]);
}
