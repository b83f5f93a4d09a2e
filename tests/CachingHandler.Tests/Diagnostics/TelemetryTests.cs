namespace CachingHandler.Tests.Diagnostics;

/// <summary>Tests that listen to the whole process, and so must be alone in it.</summary>
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
public sealed class TelemetryTests;
