namespace CachingHandler.Conformance;

/// <summary>A line of the list of expected outcomes.</summary>
/// <param name="Test">The test's id.</param>
/// <param name="Outcome">What it comes to.</param>
/// <param name="Configurations">Where it does; empty for each configuration that the test applies to.</param>
/// <param name="Reason">Why; a question mark where nobody has said so yet.</param>
internal sealed record ExpectedOutcome(string Test, Outcome Outcome, IReadOnlyList<string> Configurations, string Reason)
{
    /// <summary>Returns whether it says something of a test in a configuration.</summary>
    public bool IsOf(string configuration, string test) =>
        Test == test && (Configurations.Count == 0 || Configurations.Contains(configuration));
}
