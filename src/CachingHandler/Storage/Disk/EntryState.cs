namespace CachingHandler.Storage;

/// <summary>What was found under an entry's name.</summary>
internal enum EntryState
{
    /// <summary>Nothing, or nothing that can be read as a file.</summary>
    Absent,

    /// <summary>A file that is no whole entry of the key.</summary>
    Damaged,

    /// <summary>The entry.</summary>
    Sound,
}
