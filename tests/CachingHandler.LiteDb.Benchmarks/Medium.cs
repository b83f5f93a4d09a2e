using CachingHandler.Storage;

namespace CachingHandler.LiteDb.Benchmarks;

/// <summary>A store to measure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Open">Opens it over a directory of its own.</param>
internal sealed record Medium(string Name, Func<string, HttpCacheStore> Open);
