namespace CachingHandler.Storage;

/// <summary>One change to the responses of a key in the store behind, in line with the others.</summary>
/// <param name="key">The key.</param>
/// <param name="isWrite">Whether it writes what is in memory already.</param>
/// <param name="before">The end of the change before.</param>
internal sealed class Turn(HttpCacheKey key, bool isWrite, Task before)
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HttpCacheKey Key => key;

    public bool IsWrite => isWrite;

    /// <summary>Gets the end of the change before; never faults.</summary>
    public Task Before => before;

    public Task Ended => _end.Task;

    public void End() => _end.SetResult();
}
