namespace CachingHandler.Benchmarks.Stores;

/// <summary>One thing that a store does, beside the least that it can cost.</summary>
/// <param name="Name">What is done.</param>
internal abstract record StoreBenchmark(string Name)
{
    /// <summary>Returns all of them.</summary>
    /// <param name="many">How many entries a large store has.</param>
    public static IEnumerable<StoreBenchmark> All(int many) =>
    [
        new HeadUpdate("head update, 1 KB", 1024),
        new HeadUpdate("head update, 4 MB", 4 * 1024 * 1024),
        new MissCost("miss with storing, 1 KB, hundred after hundred"),
        new FirstHit($"first hit of a process, {Math.Min(many, 100_000):N0} entries", Math.Min(many, 100_000)),
        new Churn("640 MB through 64 MB, bodies of 16 KB", 16 * 1024, 640),
        new Churn("64 MB through 16 MB, bodies of 1 KB in blocks of 4 KB", 1024, 64) { Budget = 16 * 1024 * 1024 },
        new ManyEntries($"{many:N0} entries of 1 KB", many),
    ];

    /// <summary>Does it.</summary>
    /// <param name="rounds">How often, at most.</param>
    public abstract Task<IReadOnlyList<Row>> RunAsync(int rounds);
}
