using System.Net;
using CachingHandler.Http;

namespace CachingHandler.Tests.Policy;

/// <summary>Makes heads of answers received at <see cref="Policies.Now"/>, fields as on the wire.</summary>
internal static class Responses
{
    public static ResponseHead Ok(params (string Name, string Value)[] fields) => Of(200, fields);

    public static ResponseHead Ok(string cacheControl) => Ok(("Cache-Control", cacheControl));

    public static ResponseHead NotModified(params (string Name, string Value)[] fields) => Of(304, fields);

    /// <summary>Makes the head of a 206 with a body of so many bytes.</summary>
    public static ResponseHead Part(string contentRange, int length, params (string Name, string Value)[] fields) =>
        Of(206, [("Content-Range", contentRange), ("Content-Length", $"{length}"), .. fields]);

    public static ResponseHead Of(int statusCode, params (string Name, string Value)[] fields) =>
        From(Requests.Target, statusCode, fields);

    /// <summary>Makes the head of an answer that came from another URI, because a redirect was followed.</summary>
    public static ResponseHead From(string finalUri, int statusCode, params (string Name, string Value)[] fields)
    {
        var message = new HttpResponseMessage((HttpStatusCode)statusCode)
        {
            Content = new ByteArrayContent([]),
            RequestMessage = new HttpRequestMessage(HttpMethod.Get, finalUri),
        };
        foreach (var (name, value) in fields)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return ResponseHead.Of(message, Policies.Now);
    }
}
