namespace CachingHandler.Diagnostics;

/// <summary>A store that knows how much it holds without looking.</summary>
internal interface IMeasuredStore
{
    /// <summary>Gets what kind of store it is, as its measurements say; one of a few words.</summary>
    public string Kind { get; }

    /// <summary>Returns how much it holds; null while it does not know. Takes no I/O and hardly a lock.</summary>
    public StoreMeasure? Measure();
}
