using CachingHandler.Conformance;

namespace CachingHandler.Tests.Conformance;

/// <summary>Tests as the suite has them, and what they came to.</summary>
internal static class Scores
{
    public static readonly Verdict Passed = new(null, null);

    public static readonly Verdict Failed = new("Assertion", "Response 2 comes from cache");

    public static readonly Verdict NotSetUp = new("Setup", "Response 1 status is 500, not 200");

    public static readonly Verdict Retried = new("Setup", "retry");

    public static readonly SuiteGroup Group = new("freshness", "Freshness");

    public static SuiteTest Required(string id, params string[] dependencies) => new(Group, id, TestKind.Required, false, dependencies);

    public static SuiteTest Optimal(string id, params string[] dependencies) => new(Group, id, TestKind.Optimal, false, dependencies);

    public static SuiteTest Check(string id, params string[] dependencies) => new(Group, id, TestKind.Check, false, dependencies);

    /// <summary>Returns a score; a test without a verdict was not run.</summary>
    public static Score Of(string configuration, params (SuiteTest Test, Verdict? Verdict)[] results) => new(
        configuration,
        [.. results.Select(result => result.Test)],
        results.Where(result => result.Verdict is not null).ToDictionary(result => result.Test.Id, result => result.Verdict!));
}
