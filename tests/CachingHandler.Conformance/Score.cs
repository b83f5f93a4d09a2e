namespace CachingHandler.Conformance;

/// <summary>What the tests came to that apply to one configuration.</summary>
/// <param name="configuration">The configuration's name.</param>
/// <param name="tests">The tests that apply to it.</param>
/// <param name="verdicts">What the suite's client says of them, by their ids.</param>
/// <remarks>
/// It judges as the suite's own report does, in <c>determineTestResult</c> of its <c>lib/display.mjs</c>.
/// That function's <c>harness_fail</c> is left out: it is for a verdict that the suite's client never gives.
/// </remarks>
internal sealed class Score(
    string configuration, IReadOnlyList<SuiteTest> tests, IReadOnlyDictionary<string, Verdict> verdicts)
{
    private readonly Dictionary<string, SuiteTest> _tests = tests.ToDictionary(test => test.Id, StringComparer.Ordinal);

    public string Configuration => configuration;

    public IReadOnlyList<SuiteTest> Tests => tests;

    /// <summary>Returns whether a test applies.</summary>
    public bool Has(string id) => _tests.ContainsKey(id);

    /// <summary>Returns the outcome of a test; one that does not apply is untested.</summary>
    public Outcome Of(string id)
    {
        if (!_tests.TryGetValue(id, out var test) || !verdicts.TryGetValue(id, out var verdict))
        {
            return Outcome.Untested;
        }

        if (test.Dependencies.Any(dependency => Of(dependency) is not (Outcome.Pass or Outcome.Yes)))
        {
            return Outcome.DependencyFailed;
        }

        return (verdict.Failure, test.Kind) switch
        {
            ("Setup", _) => verdict.Message == "retry" ? Outcome.Retried : Outcome.SetupFailed,
            (null, TestKind.Check) => Outcome.Yes,
            (_, TestKind.Check) => Outcome.No,
            (null, _) => Outcome.Pass,
            (_, TestKind.Optimal) => Outcome.NotOptimal,
            _ => Outcome.Fail,
        };
    }

    /// <summary>Returns what the suite's client said of a test; null when it passed or was not run.</summary>
    public string? MessageOf(string id) => verdicts.GetValueOrDefault(id)?.Message;

    /// <summary>Returns how many tests of a kind passed, and how many apply.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="group">The group to count in; null for all.</param>
    public (int Passed, int Applicable) Count(TestKind kind, SuiteGroup? group = null)
    {
        var counted = tests.Where(test => test.Kind == kind && (group is null || test.Group == group)).ToList();

        return (counted.Count(test => Of(test.Id) == Outcome.Pass), counted.Count);
    }

    /// <summary>Returns this score with some verdicts replaced.</summary>
    public Score With(IReadOnlyDictionary<string, Verdict> later)
    {
        var merged = new Dictionary<string, Verdict>(verdicts, StringComparer.Ordinal);
        foreach (var (id, verdict) in later)
        {
            merged[id] = verdict;
        }

        return new Score(configuration, tests, merged);
    }
}
