namespace CachingHandler.DependencyInjection;

/// <summary>Tells what the handler that sends requests adds to them.</summary>
/// <remarks>In a browser, which adds what it likes, these properties are not to be had.</remarks>
internal static class TransportHandler
{
    /// <summary>Tells whether it keeps the cookies that origins set, and sends them with later requests.</summary>
    public static bool TakesCookies(HttpMessageHandler transport) => !OperatingSystem.IsBrowser() && transport switch
    {
        SocketsHttpHandler handler => handler.UseCookies,
        HttpClientHandler handler => handler.UseCookies,
        _ => false,
    };

    /// <summary>Tells whether it has cookies from the start; that it would take some is the default, and says nothing.</summary>
    public static bool HasCookies(HttpMessageHandler transport) => TakesCookies(transport) && transport switch
    {
        SocketsHttpHandler handler => handler.CookieContainer.Count > 0,
        HttpClientHandler handler => handler.CookieContainer.Count > 0,
        _ => false,
    };

    /// <summary>Tells whether it answers challenges of origins.</summary>
    public static bool HasCredentials(HttpMessageHandler transport) => !OperatingSystem.IsBrowser() && transport switch
    {
        SocketsHttpHandler handler => handler.Credentials is not null,
        HttpClientHandler handler => handler.UseDefaultCredentials || handler.Credentials is not null,
        _ => false,
    };
}
