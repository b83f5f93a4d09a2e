namespace CachingHandler.Concurrency;

/// <summary>Disposes something when its owner is done with it and nobody else uses it any longer.</summary>
/// <param name="dispose">Disposes it; called once, by whoever is the last.</param>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class UseCount(Action dispose)
{
    // The owner's own.
    private int _uses = 1;

    /// <summary>Begins a use, to be ended by <see cref="End"/>; returns false when it is disposed.</summary>
    public bool TryBegin()
    {
        var uses = Volatile.Read(ref _uses);
        while (uses > 0)
        {
            var known = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (known == uses)
            {
                return true;
            }

            uses = known;
        }

        return false;
    }

    /// <summary>Ends a use, or the owner's.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            dispose();
        }
    }
}
