namespace CachingHandler.Concurrency;

/// <summary>Runs work that is nobody's.</summary>
internal static class Detached
{
    /// <summary>Runs work on the thread pool, without the scope or activity or whatever else flows with the caller.</summary>
    public static Task Run(Func<Task> work)
    {
        // To suppress it twice is an error.
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(work);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(work);
        }
    }
}
