namespace CachingHandler.Testing;

/// <summary>How a <see cref="FaultyStore"/> fails.</summary>
public enum StoreFault
{
    /// <summary>The call itself throws.</summary>
    Throw,

    /// <summary>The call returns a task that has failed already; one that returns no task throws.</summary>
    FaultedTask,

    /// <summary>The call returns a task that fails later, on another thread; one that returns no task throws.</summary>
    LateFault,
}
