namespace CachingHandler.Distributed.Benchmarks;

/// <summary>What is measured in a round.</summary>
/// <param name="BodyLength">The length of each body, in bytes.</param>
/// <param name="Count">The number of hits.</param>
internal sealed record Load(int BodyLength, int Count)
{
    public string Name => BodyLength >= 1024 * 1024 ? $"{BodyLength / 1024 / 1024} MB" : $"{BodyLength / 1024} KB";
}
