namespace CachingHandler.Conformance;

/// <summary>The suite cannot be run, or its list not be read; the message says why and what to do.</summary>
internal sealed class ConformanceException(string message, Exception? inner = null) : Exception(message, inner);
