namespace CachingHandler.Conformance;

/// <summary>What is printed.</summary>
internal static class Report
{
    private const string Legend = "passed/applicable";

    private static readonly TestKind[] Counted = [TestKind.Required, TestKind.Optimal];

    /// <summary>Returns a row for each group of the suite and one for all: what passed of what applies, in each configuration.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<SuiteTest> tests, IReadOnlyList<Score> scores)
    {
        var groups = tests.Select(test => test.Group).Distinct().ToList();
        var width = groups.Select(group => group.Name).Append(Legend).Max(name => name.Length);

        return
        [
            new string(' ', width) + string.Concat(scores.Select(score => $"  {score.Configuration,-18}")).TrimEnd(),
            Legend.PadRight(width) + string.Concat(scores.Select(_ => "  required   optimal")),
            .. groups.Select(group => group.Name.PadRight(width) + Cells(group)),
            "All".PadRight(width) + Cells(null),
        ];

        string Cells(SuiteGroup? place) => string.Concat(
            from score in scores
            from kind in Counted
            let count = score.Count(kind, place)
            select count.Applicable == 0 ? $"{"-",10}" : $"{$"{count.Passed}/{count.Applicable}",10}");
    }

    /// <summary>Returns the shortfalls below their reasons, without the answers to questions.</summary>
    public static string Shortfalls(IReadOnlyList<SuiteTest> tests, OutcomeList actual)
    {
        var questions = tests.Where(test => test.Kind == TestKind.Check).Select(test => test.Id).ToHashSet(StringComparer.Ordinal);

        return OutcomeListFormat.Write(actual.Outcomes.Where(outcome => !questions.Contains(outcome.Test)));
    }

    /// <summary>Returns the sums of a configuration in a line.</summary>
    public static string Totals(Score score) =>
        $"{score.Configuration}: "
        + string.Join(", ", Counted.Select(kind => Total(kind.ToString().ToLowerInvariant(), score.Count(kind))));

    /// <summary>Returns what is wrong and what to do, or that nothing is.</summary>
    /// <param name="judgement">What came out.</param>
    /// <param name="list">The list's name.</param>
    public static IEnumerable<string> Comparison(Judgement judgement, string list) => judgement.IsGood
        ? [$"All is as {list} says.", ""]
        :
        [
            .. Lines($"WORSE than {list} says:", judgement.Differences.Where(difference => difference.IsWorse).Select(Line)),
            .. Lines($"BETTER than {list} says:", judgement.Differences.Where(difference => difference.IsBetter).Select(Line)),
            .. Lines(
                $"OTHERWISE than {list} says:",
                judgement.Differences.Where(difference => !difference.IsWorse && !difference.IsBetter).Select(Line)),
            .. Lines($"In {list}, but no test that applies there:", judgement.WithoutTest.Select(Line)),
            .. Lines(
                $"WITHOUT A REASON; write one in the place of '{OutcomeList.NoReason}' in {list}:", judgement.WithoutReason.Select(Line)),
            .. judgement.Differences.Count + judgement.WithoutTest.Count > 0
                ? new[] { "If that is meant, run it again with --accept, which brings the list up to date.", "" }
                : [],
        ];

    /// <summary>Returns what was run a second time, by itself, and what came of it.</summary>
    /// <param name="doubtful">What came out otherwise than expected at first.</param>
    /// <param name="second">What it came to then.</param>
    public static IEnumerable<string> Repeated(IReadOnlyList<Difference> doubtful, Score second)
    {
        var passing = doubtful.Where(difference => second.Of(difference.Test.Id) == difference.Expected).ToList();

        return
        [
            $"{second.Configuration}: {doubtful.Count} came out otherwise than expected and ran again, with nothing beside;"
                + $" {passing.Count} as expected then.",
            .. passing.Select(difference => "    " + Line(difference) + " at first"),
            "",
        ];
    }

    private static string Line(Difference difference) =>
        $"{difference.Configuration}: {difference.Test.Id}: {difference.Expected} -> {difference.Actual}"
        + (difference.Message is { } message ? $" ({message})" : "");

    private static string Line(ExpectedOutcome outcome) => $"{outcome.Outcome,-16}  {outcome.Test}";

    private static IEnumerable<string> Lines(string headline, IEnumerable<string> lines)
    {
        var all = lines.ToList();

        return all.Count == 0 ? [] : [headline, .. all.Select(line => "    " + line), ""];
    }

    private static string Total(string kind, (int Passed, int Applicable) count) =>
        $"{kind} {count.Passed} of {count.Applicable} ({100.0 * count.Passed / Math.Max(count.Applicable, 1):0.0} %)";
}
