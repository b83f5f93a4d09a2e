namespace CachingHandler.Conformance;

/// <summary>The tests of one subject, as the suite arranges them.</summary>
/// <param name="Id">Its name in the suite's files.</param>
/// <param name="Name">Its name in words.</param>
internal sealed record SuiteGroup(string Id, string Name);
