using CachingHandler.Http;

namespace CachingHandler.Tests.Http;

/// <summary>Reads heads as a cache does that obeys no targeted field.</summary>
internal static class OwnControl
{
    /// <summary>Returns what Cache-Control and Expires say.</summary>
    public static ResponseControl Control(this ResponseHead head) => head.Control(TargetedFields.None);
}
