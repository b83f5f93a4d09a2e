namespace CachingHandler.Conformance;

/// <summary>What the suite's client says of a test.</summary>
/// <param name="Failure">The name of the error that it ended with, such as <c>Assertion</c> or <c>Setup</c>; null when it passed.</param>
/// <param name="Message">What went wrong; null when it passed.</param>
internal sealed record Verdict(string? Failure, string? Message);
