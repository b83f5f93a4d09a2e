namespace CachingHandler.Conformance;

/// <summary>What the suite's client says of a test: nothing when it passed, else the kind of failure and a message.</summary>
internal sealed record Verdict(string? Failure, string? Message);
