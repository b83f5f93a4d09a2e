namespace CachingHandler.Conformance;

/// <summary>A test whose outcome is not the expected one.</summary>
/// <param name="Configuration">Where.</param>
/// <param name="Test">The test.</param>
/// <param name="Expected">What the list says.</param>
/// <param name="Actual">What it came to.</param>
/// <param name="Message">What the suite's client said of it; null when it passed or was not run.</param>
internal sealed record Difference(string Configuration, SuiteTest Test, Outcome Expected, Outcome Actual, string? Message)
{
    public bool IsWorse => Expected == Outcome.Pass;

    public bool IsBetter => Actual == Outcome.Pass;
}
