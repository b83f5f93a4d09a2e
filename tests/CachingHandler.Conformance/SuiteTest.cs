namespace CachingHandler.Conformance;

/// <summary>One test of the suite.</summary>
/// <param name="Suite">The group it stands in.</param>
/// <param name="Id">Its name in results.</param>
/// <param name="Name">What it tests, in words.</param>
/// <param name="Kind">How much it matters: required, optimal or check.</param>
/// <param name="IsCdnOnly">Whether it is about fields that only a content delivery network reads.</param>
/// <param name="Dependencies">The tests without whose passing its own result means nothing.</param>
internal sealed record SuiteTest(
    string Suite, string Id, string Name, string Kind, bool IsCdnOnly, IReadOnlyList<string> Dependencies);
