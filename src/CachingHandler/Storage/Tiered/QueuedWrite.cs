namespace CachingHandler.Storage;

/// <summary>A response that is in memory and on its way to the store behind.</summary>
/// <remarks>Changed under the tier's lock.</remarks>
internal sealed class QueuedWrite(KnownKey known, StoredResponse head, KeptBody body)
{
    private TaskCompletionSource? _done;

    public KnownKey Known => known;

    public KeptBody Body => body;

    /// <summary>Gets or sets the head; it may be replaced while the write waits.</summary>
    public StoredResponse Head { get; set; } = head;

    /// <summary>Gets or sets the place in the queue; null once the write is under way or cancelled.</summary>
    public LinkedListNode<QueuedWrite>? Place { get; set; }

    public bool IsWaiting => Place is not null;

    /// <summary>Gets the end of the write.</summary>
    public Task Done => (_done ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void End() => _done?.TrySetResult();
}
