namespace CachingHandler.Storage;

/// <summary>The locks for changes to the files of a key; keys share them.</summary>
internal sealed class KeyLocks
{
    private readonly Lock[] _stripes = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    /// <summary>Returns the lock of a key.</summary>
    public Lock Of(KeyHash hash) => _stripes[(int)(hash.Low & 63)];
}
