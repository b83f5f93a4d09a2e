namespace CachingHandler.Concurrency;

/// <summary>The one place that waits for a task on the caller's thread, for callers that are synchronous themselves.</summary>
/// <remarks>Nothing below captures a synchronization context, so the wait cannot lock up with it.</remarks>
internal static class Synchronously
{
    public static T Wait<T>(ValueTask<T> task) =>
        task.IsCompletedSuccessfully ? task.GetAwaiter().GetResult() : task.AsTask().GetAwaiter().GetResult();

    public static void Wait(ValueTask task)
    {
        if (task.IsCompletedSuccessfully)
        {
            task.GetAwaiter().GetResult();
        }
        else
        {
            task.AsTask().GetAwaiter().GetResult();
        }
    }
}
