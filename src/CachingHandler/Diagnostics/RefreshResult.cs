namespace CachingHandler.Diagnostics;

/// <summary>What became of a refresh in the background.</summary>
internal enum RefreshResult
{
    /// <summary>The origin answered 304; the stored response is fresh again.</summary>
    Revalidated,

    /// <summary>The origin sent another response, which is stored in its place.</summary>
    Changed,

    /// <summary>The origin sent another response, which is not stored.</summary>
    NotStored,

    /// <summary>The origin could not be asked, or answered with an error that leaves the stored response in place.</summary>
    Failed,

    /// <summary>Too many were under way; the next request tries again.</summary>
    Skipped,
}
