using System.Text;

namespace CachingHandler.Conformance;

/// <summary>Reads and writes the list of expected outcomes.</summary>
/// <remarks>
/// Comments (<c>#</c>) stand at the top. A reason begins at the margin and may have several lines; what it explains follows, indented:
/// an outcome, a test, and where it is not so everywhere, <c>in</c> and the configurations, divided by commas.
/// </remarks>
internal static class OutcomeListFormat
{
    /// <summary>Reads a list.</summary>
    /// <exception cref="ConformanceException">A line is none of these; the message has its number.</exception>
    public static OutcomeList Parse(string text)
    {
        var preface = new StringBuilder();
        var outcomes = new List<ExpectedOutcome>();
        var reason = "";
        var isInReason = false;
        foreach (var (index, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                isInReason = false;
            }
            else if (line[0] == '#')
            {
                _ = reason.Length == 0
                    ? preface.Append(line).Append('\n')
                    : throw Unreadable(index, "comments stand at the top, where they are kept");
            }
            else if (!char.IsWhiteSpace(line[0]))
            {
                reason = isInReason ? $"{reason}\n{line.TrimEnd()}" : line.TrimEnd();
                isInReason = true;
            }
            else
            {
                isInReason = false;
                outcomes.Add(Outcome(index, line, reason, outcomes));
            }
        }

        return new OutcomeList(preface.ToString(), outcomes);
    }

    /// <summary>Writes a list as it is read.</summary>
    public static string Write(OutcomeList list) =>
        (list.Preface.Length == 0 ? "" : list.Preface + '\n') + Write(list.Outcomes);

    /// <summary>Writes outcomes below their reasons.</summary>
    public static string Write(IEnumerable<ExpectedOutcome> outcomes) =>
        string.Join('\n', outcomes.GroupBy(outcome => outcome.Reason).Select(group => $"{group.Key}\n{Lines([.. group])}"));

    private static string Lines(IReadOnlyList<ExpectedOutcome> outcomes)
    {
        var width = outcomes.Max(outcome => outcome.Test.Length);

        return string.Concat(outcomes.Select(outcome => outcome.Configurations.Count == 0
            ? $"    {outcome.Outcome,-16}  {outcome.Test}\n"
            : $"    {outcome.Outcome,-16}  {outcome.Test.PadRight(width)}  in {string.Join(", ", outcome.Configurations)}\n"));
    }

    private static ExpectedOutcome Outcome(int index, string line, string reason, List<ExpectedOutcome> before)
    {
        const StringSplitOptions Clean = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        if (reason.Length == 0)
        {
            throw Unreadable(index, "no reason stands before it");
        }

        if (line.Split(' ', 4, Clean) is not [var name, var test, .. var rest]
            || !Enum.TryParse<Outcome>(name, out var outcome)
            || rest is not ([] or ["in", _]))
        {
            throw Unreadable(index, $"it is none of {string.Join(", ", Enum.GetNames<Outcome>())}, a test, 'in' and configurations");
        }

        IReadOnlyList<string> configurations = rest is [_, var names] ? names.Split(',', Clean) : [];
        var twice = before.Any(other => other.Test == test && (other.Configurations.Count == 0 || configurations.Count == 0
            || other.Configurations.Intersect(configurations).Any()));

        return twice ? throw Unreadable(index, $"{test} is listed twice") : new(test, outcome, configurations, reason);
    }

    private static ConformanceException Unreadable(int index, string why) =>
        new($"The list of expected outcomes cannot be read at line {index + 1}: {why}.");
}
