namespace CachingHandler.Benchmarks;

/// <summary>One thing to measure beside its floor, with the ratios it is to stay under.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="FloorName">What it is measured against.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Floor">The floor.</param>
/// <param name="Threads">How many threads run it at once.</param>
/// <param name="TimeTarget">The greatest ratio of times aimed at; null where none is set.</param>
/// <param name="BytesTarget">The greatest ratio of allocated bytes aimed at; null where none is set.</param>
internal sealed record Comparison(
    string Name, string FloorName, Subject Subject, Subject Floor, int Threads, double? TimeTarget, double? BytesTarget)
    : IDisposable
{
    public void Dispose()
    {
        Subject.Dispose();
        Floor.Dispose();
    }
}
