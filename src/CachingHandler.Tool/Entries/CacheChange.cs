namespace CachingHandler.Tool;

/// <summary>What has happened to an entry between two looks.</summary>
/// <param name="At">When that was seen.</param>
/// <param name="Kind">What has happened.</param>
/// <param name="Row">The entry as it is, or was.</param>
internal sealed record CacheChange(DateTimeOffset At, CacheChangeKind Kind, EntryRow Row);
