using Microsoft.Extensions.Logging;

namespace CachingHandler.Storage;

/// <summary>All that a disk store has to say.</summary>
internal static partial class DiskLog
{
    /// <summary>Says that no file can be created in the directory, what follows, and the way out.</summary>
    [LoggerMessage(
        EventId = 200,
        EventName = nameof(DirectoryNotWritable),
        Level = LogLevel.Warning,
        Message = "The cache directory '{Directory}' cannot be written. Requests work on, but nothing new is stored; "
            + "the store tries again every {PauseSeconds} seconds. Make the directory writable for this process, or choose another.")]
    public static partial void DirectoryNotWritable(
        this ILogger logger, string directory, double pauseSeconds, Exception exception);
}
