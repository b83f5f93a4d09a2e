namespace CachingHandler.Tool;

/// <summary>What has happened to an entry between two looks.</summary>
internal enum CacheChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It has a new body.</summary>
    Replaced,

    /// <summary>It has a new head for the same body: the origin confirmed it, or it became outdated.</summary>
    Updated,

    /// <summary>It was used, as the disk has been told.</summary>
    Used,

    /// <summary>It is gone.</summary>
    Removed,
}
