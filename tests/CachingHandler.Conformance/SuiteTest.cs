namespace CachingHandler.Conformance;

/// <summary>One test of the suite.</summary>
/// <param name="Group">Where it stands.</param>
/// <param name="Id">Its name in results.</param>
/// <param name="Kind">How much it matters.</param>
/// <param name="IsBrowserOnly">Whether the suite's client leaves it out where it does not run in a browser.</param>
/// <param name="Dependencies">The tests without whose passing its own result means nothing.</param>
internal sealed record SuiteTest(
    SuiteGroup Group, string Id, TestKind Kind, bool IsBrowserOnly, IReadOnlyList<string> Dependencies);
