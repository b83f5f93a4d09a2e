namespace CachingHandler.Storage;

/// <summary>A database that some other program keeps its data in.</summary>
internal sealed class ForeignDatabaseException(string message) : Exception(message);
