namespace CachingHandler.Conformance;

/// <summary>What came out, beside what is expected.</summary>
internal sealed class Judgement
{
    public Judgement(OutcomeList expected, IReadOnlyList<Score> scores)
    {
        Differences =
        [
            .. from score in scores
               from test in score.Tests
               let wanted = expected.Of(score.Configuration, test)
               let actual = score.Of(test.Id)
               where wanted != actual
               select new Difference(score.Configuration, test, wanted, actual, score.MessageOf(test.Id)),
        ];
        WithoutReason = [.. expected.Outcomes.Where(outcome => outcome.Reason == OutcomeList.NoReason)];
        WithoutTest = [.. expected.Outcomes.Where(outcome => !HasTest(outcome, scores))];
    }

    /// <summary>Gets the tests that came out otherwise than expected.</summary>
    public IReadOnlyList<Difference> Differences { get; }

    /// <summary>Gets the lines that nobody has written a reason for.</summary>
    public IReadOnlyList<ExpectedOutcome> WithoutReason { get; }

    /// <summary>Gets the lines about a test that is none of the suite's, or does not apply where they say.</summary>
    public IReadOnlyList<ExpectedOutcome> WithoutTest { get; }

    /// <summary>Gets whether everything came out as expected, and what is expected has its reasons.</summary>
    public bool IsGood => Differences.Count == 0 && WithoutReason.Count == 0 && WithoutTest.Count == 0;

    private static bool HasTest(ExpectedOutcome outcome, IReadOnlyList<Score> scores) => outcome.Configurations.Count == 0
        ? scores.Any(score => score.Has(outcome.Test))
        : outcome.Configurations.All(name => scores.Any(score => score.Configuration == name && score.Has(outcome.Test)));
}
