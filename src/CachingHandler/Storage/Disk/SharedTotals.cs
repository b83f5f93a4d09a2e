namespace CachingHandler.Storage;

/// <summary>What the processes on one directory have told each other of it.</summary>
/// <param name="Totals">How much lies there.</param>
/// <param name="ScannedAt">When the directory was last looked through, in ticks of UTC; what was added up since may be a little wrong.</param>
internal sealed record SharedTotals(DiskTotals Totals, long ScannedAt);
