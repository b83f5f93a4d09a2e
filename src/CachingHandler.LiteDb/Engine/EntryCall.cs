namespace CachingHandler.Storage;

/// <summary>Something to be done with the entries that has an outcome.</summary>
/// <param name="work">Does it.</param>
/// <param name="absent">The outcome where there is no database.</param>
/// <typeparam name="T">The outcome.</typeparam>
internal sealed class EntryCall<T>(Func<Entries, T> work, T absent) : EngineCall
{
    // Whoever waits goes on elsewhere: the thread is the database's.
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _outcome;
    private bool _hasRun;

    /// <summary>Gets the outcome.</summary>
    public Task<T> Outcome => _source.Task;

    /// <inheritdoc/>
    public override bool MayBeDropped => !IsRemoval;

    /// <inheritdoc/>
    public override bool ClearsAll => IsClearing;

    /// <summary>Gets a value indicating whether wrong data may be served when it is left undone.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>Gets a value indicating whether everything goes.</summary>
    public bool IsClearing { get; init; }

    /// <inheritdoc/>
    public override void Run(Entries entries)
    {
        _outcome = work(entries);
        _hasRun = true;
    }

    /// <inheritdoc/>
    public override void Complete() => _source.TrySetResult(_hasRun ? _outcome! : absent);

    /// <inheritdoc/>
    public override void Miss() => _source.TrySetResult(absent);
}
