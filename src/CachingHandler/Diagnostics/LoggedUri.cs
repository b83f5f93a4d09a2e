namespace CachingHandler.Diagnostics;

/// <summary>Knows what of a URI may be shown: neither its query, nor its fragment, nor who asks.</summary>
internal static class LoggedUri
{
    /// <summary>Returns scheme, host, port and path of a URI.</summary>
    public static string Of(Uri uri) =>
        uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
