namespace CachingHandler.LiteDb.Benchmarks;

/// <summary>What is measured.</summary>
internal enum Operation
{
    Put,
    Hit,
    HeadUpdate,
    Delete,
}
