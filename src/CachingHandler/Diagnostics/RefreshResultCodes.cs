using System.Diagnostics;

namespace CachingHandler.Diagnostics;

/// <summary>Knows the codes of <see cref="RefreshResult"/>, which stay.</summary>
internal static class RefreshResultCodes
{
    /// <summary>Returns the code of what became of a refresh.</summary>
    public static string ToCode(this RefreshResult result) => result switch
    {
        RefreshResult.Revalidated => "revalidated",
        RefreshResult.Changed => "changed",
        RefreshResult.NotStored => "not-stored",
        RefreshResult.Failed => "failed",
        RefreshResult.Skipped => "skipped",
        _ => throw new UnreachableException(),
    };
}
