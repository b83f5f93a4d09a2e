namespace CachingHandler.Storage;

/// <summary>Something to be done with the entries, on the thread of the database.</summary>
internal abstract class EngineCall
{
    private const int Waiting = 0;
    private const int Started = 1;
    private const int Abandoned = 2;

    private int _state;

    /// <summary>Gets a value indicating whether it may be left undone when there is too much to do.</summary>
    public virtual bool MayBeDropped => true;

    /// <summary>Gets a value indicating whether everything stored goes, which is done by beginning anew.</summary>
    public virtual bool ClearsAll => false;

    /// <summary>Begins; false when nobody wants the outcome any more.</summary>
    public bool TryStart() => Interlocked.CompareExchange(ref _state, Started, Waiting) == Waiting;

    /// <summary>Leaves it undone; false when it has begun.</summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _state, Abandoned, Waiting) != Started;

    /// <summary>Does it.</summary>
    public abstract void Run(Entries entries);

    /// <summary>Hands out the outcome, which counts by now.</summary>
    public abstract void Complete();

    /// <summary>Hands out that there was nothing: the database is not to be had, or has just failed.</summary>
    public abstract void Miss();
}
