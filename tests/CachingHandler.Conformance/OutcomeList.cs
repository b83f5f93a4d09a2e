namespace CachingHandler.Conformance;

/// <summary>What is expected of the tests: each that does not pass, with the reason, and the answer to each question.</summary>
/// <param name="preface">The comment at its top; empty for none.</param>
/// <param name="outcomes">Its lines, in their order.</param>
internal sealed class OutcomeList(string preface, IReadOnlyList<ExpectedOutcome> outcomes)
{
    /// <summary>Stands where a reason is yet to be written.</summary>
    public const string NoReason = "?";

    /// <summary>What answers stand under that need no reason.</summary>
    public const string Answers = "Questions to which either answer is right: how this cache answers.";

    public string Preface => preface;

    public IReadOnlyList<ExpectedOutcome> Outcomes => outcomes;

    /// <summary>Returns what is expected: of a test that is not listed that it passes, of a question nothing.</summary>
    public Outcome Of(string configuration, SuiteTest test) =>
        Find(configuration, test)?.Outcome ?? (test.Kind == TestKind.Check ? Outcome.Untested : Outcome.Pass);

    /// <summary>Returns the list as these scores would have it, with the reasons that are known.</summary>
    /// <param name="tests">The suite's tests, in the order in which they are to stand below a reason.</param>
    /// <param name="scores">What they came to, a score for each configuration.</param>
    public OutcomeList With(IReadOnlyList<SuiteTest> tests, IReadOnlyList<Score> scores)
    {
        var reasons = outcomes.Select(outcome => outcome.Reason).Distinct().Except([NoReason, Answers]).ToList();

        return new OutcomeList(preface,
        [
            .. from test in tests
               let having = scores.Where(score => score.Has(test.Id)).ToList()
               from alike in having.GroupBy(score => (Outcome: score.Of(test.Id), Reason: ReasonFor(score.Configuration, test)))
               where test.Kind == TestKind.Check || alike.Key.Outcome != Outcome.Pass
               let configurations = alike.Count() == having.Count ? [] : alike.Select(score => score.Configuration).ToList()
               orderby Rank(alike.Key.Reason)
               select new ExpectedOutcome(test.Id, alike.Key.Outcome, configurations, alike.Key.Reason),
        ]);

        // New shortfalls stand before the answers, which are many.
        int Rank(string reason) => reason switch
        {
            NoReason => reasons.Count,
            Answers => reasons.Count + 1,
            _ => reasons.IndexOf(reason),
        };
    }

    private string ReasonFor(string configuration, SuiteTest test) =>
        Find(configuration, test)?.Reason ?? (test.Kind == TestKind.Check ? Answers : NoReason);

    private ExpectedOutcome? Find(string configuration, SuiteTest test) =>
        outcomes.FirstOrDefault(outcome => outcome.IsOf(configuration, test.Id));
}
