using Microsoft.Extensions.Logging;

namespace CachingHandler.Storage;

/// <summary>All that a LiteDB store has to say.</summary>
internal static partial class LiteDbLog
{
    /// <summary>Says that another store has the directory, what follows, and the way out.</summary>
    [LoggerMessage(
        EventId = 300,
        EventName = nameof(DirectoryInUse),
        Level = LogLevel.Warning,
        Message = "The directory of '{Database}' is in use by another LiteDbHttpCacheStore, in this process or another. Requests work on "
            + "without this store, which tries again every {PauseSeconds} seconds. Give each process a directory of its own.")]
    public static partial void DirectoryInUse(this ILogger logger, string database, double pauseSeconds);

    /// <summary>Says that the database cannot be opened, what follows, and the way out.</summary>
    [LoggerMessage(
        EventId = 301,
        EventName = nameof(DirectoryNotUsable),
        Level = LogLevel.Warning,
        Message = "The directory of '{Database}' cannot be written. Requests work on without this store, which tries again every "
            + "{PauseSeconds} seconds. Make the directory writable for this process, or choose another.")]
    public static partial void DirectoryNotUsable(
        this ILogger logger, string database, double pauseSeconds, Exception exception);

    /// <summary>Says that the file is another program's, what follows, and the way out.</summary>
    [LoggerMessage(
        EventId = 302,
        EventName = nameof(DatabaseIsForeign),
        Level = LogLevel.Error,
        Message = "'{Database}' was not made by LiteDbHttpCacheStore, or has lost the '.secret' beside it; it is left as it is. Requests work on "
            + "without this store. Choose another file, or delete this one.")]
    public static partial void DatabaseIsForeign(this ILogger logger, string database);

    /// <summary>Says that the database is damaged and what was done about it.</summary>
    [LoggerMessage(
        EventId = 303,
        EventName = nameof(DatabaseMovedAside),
        Level = LogLevel.Warning,
        Message = "The database '{Database}' failed and was moved aside (*.corrupt-*). What was stored is gone; an empty one takes its place.")]
    public static partial void DatabaseMovedAside(this ILogger logger, string database, Exception exception);

    /// <summary>Says that the database failed again so soon that it is given up.</summary>
    [LoggerMessage(
        EventId = 304,
        EventName = nameof(StoreDisabled),
        Level = LogLevel.Error,
        Message = "The database '{Database}' has failed too often, and is no longer there. Requests work on without this store until the process "
            + "is started anew. The disk, or whatever else writes to the directory, is to be looked at.")]
    public static partial void StoreDisabled(this ILogger logger, string database, Exception exception);

    /// <summary>Says that the disk is full and what was done about it.</summary>
    [LoggerMessage(
        EventId = 305,
        EventName = nameof(MediumFull),
        Level = LogLevel.Warning,
        Message = "There is no room left for the database '{Database}'. What was stored has been deleted to make room.")]
    public static partial void MediumFull(this ILogger logger, string database, Exception exception);

    /// <summary>Says that what is stored was dropped because nobody can tell whether it is whole.</summary>
    [LoggerMessage(
        EventId = 306,
        EventName = nameof(PowerLost),
        Level = LogLevel.Information,
        Message = "The machine was started anew while the database '{Database}' was open. What was stored has been deleted, because LiteDB "
            + "cannot tell whether all of it reached the disk.")]
    public static partial void PowerLost(this ILogger logger, string database);
}
