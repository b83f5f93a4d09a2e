using CachingHandler.Http;

namespace CachingHandler.Tests.Policy;

/// <summary>Makes heads of requests, fields as on the wire.</summary>
internal static class Requests
{
    public const string Target = "https://example.com/resource";

    public static RequestHead Get(params (string Name, string Value)[] fields) => Of("GET", fields);

    public static RequestHead Get(string cacheControl) => Get(("Cache-Control", cacheControl));

    public static RequestHead Get(HttpCacheMode mode, params (string Name, string Value)[] fields) =>
        RequestHead.Of(Message("GET", Target, fields), mode);

    public static RequestHead Head(params (string Name, string Value)[] fields) => Of("HEAD", fields);

    public static RequestHead Of(string method, params (string Name, string Value)[] fields) =>
        RequestHead.Of(Message(method, Target, fields));

    public static RequestHead Of(string method, HttpCacheMode mode) => RequestHead.Of(Message(method, Target, []), mode);

    public static RequestHead WithContent(string method) =>
        RequestHead.Of(new HttpRequestMessage(new HttpMethod(method), Target) { Content = new StringContent("body") });

    private static HttpRequestMessage Message(string method, string uri, (string Name, string Value)[] fields)
    {
        var message = new HttpRequestMessage(new HttpMethod(method), uri);
        foreach (var (name, value) in fields)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
