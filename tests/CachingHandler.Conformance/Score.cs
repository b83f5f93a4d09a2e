namespace CachingHandler.Conformance;

/// <summary>Judges verdicts as the suite's own report does.</summary>
internal sealed class Score(IReadOnlyList<SuiteTest> tests, IReadOnlyDictionary<string, Verdict> verdicts)
{
    private readonly Dictionary<string, SuiteTest> _tests = tests.ToDictionary(test => test.Id, StringComparer.Ordinal);

    /// <summary>Returns the outcome of a test.</summary>
    public Outcome Of(SuiteTest test)
    {
        if (!verdicts.TryGetValue(test.Id, out var verdict))
        {
            return Outcome.Untested;
        }

        if (test.Dependencies.Any(id => Of(_tests[id]) is not (Outcome.Pass or Outcome.Yes)))
        {
            return Outcome.DependencyFailed;
        }

        return (verdict.Failure, test.Kind) switch
        {
            ("Setup", _) => verdict.Message == "retry" ? Outcome.Retried : Outcome.SetupFailed,
            (null, "check") => Outcome.Yes,
            (_, "check") => Outcome.No,
            (null, _) => Outcome.Pass,
            (_, "optimal") => Outcome.NotOptimal,
            _ => Outcome.Fail,
        };
    }

    /// <summary>Returns what the suite's client said of a test; null when it passed or was not run.</summary>
    public string? MessageOf(SuiteTest test) => verdicts.GetValueOrDefault(test.Id)?.Message;
}
