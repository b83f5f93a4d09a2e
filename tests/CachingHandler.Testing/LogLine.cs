using Microsoft.Extensions.Logging;

namespace CachingHandler.Testing;

/// <summary>One line that was logged.</summary>
public sealed record LogLine(LogLevel Level, EventId Event, string Message, Exception? Exception);
