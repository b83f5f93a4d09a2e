namespace CachingHandler.Storage;

/// <summary>What a <see cref="DiskHttpCacheReader"/> found in a file.</summary>
public enum DiskHttpCacheFileState
{
    /// <summary>An entry; as far as was looked, nothing is wrong with it.</summary>
    Sound,

    /// <summary>Nothing any more: it was removed or replaced meanwhile, as is usual where an application uses the cache.</summary>
    Gone,

    /// <summary>The file may not be read, or the medium failed.</summary>
    Unreadable,

    /// <summary>No whole entry: its header or head is damaged, or its length is not what it says.</summary>
    Damaged,

    /// <summary>An entry whose body is not what was stored.</summary>
    BodyDamaged,

    /// <summary>An entry under a name that is not its own, so that no request finds it.</summary>
    Misplaced,
}
