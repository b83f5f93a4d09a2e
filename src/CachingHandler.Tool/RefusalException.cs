namespace CachingHandler.Tool;

/// <summary>Says why the tool does not do what it was asked for.</summary>
/// <param name="message">A sentence with the value, the rule, and the way out.</param>
internal sealed class RefusalException(string message) : Exception(message);
