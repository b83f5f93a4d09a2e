using System.Net;
using System.Text;

namespace CachingHandler.Testing;

/// <summary>Makes the answers of a scripted origin, fields as they would come off the wire.</summary>
public static class Answers
{
    public static HttpResponseMessage Ok(string body, params (string Name, string Value)[] fields) =>
        Of(HttpStatusCode.OK, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), fields);

    public static HttpResponseMessage Ok(HttpContent content, params (string Name, string Value)[] fields) =>
        Of(HttpStatusCode.OK, content, fields);

    public static HttpResponseMessage NotModified(params (string Name, string Value)[] fields) =>
        Of(HttpStatusCode.NotModified, null, fields);

    public static HttpResponseMessage Of(HttpStatusCode status, params (string Name, string Value)[] fields) =>
        Of(status, null, fields);

    public static HttpResponseMessage Of(
        HttpStatusCode status, HttpContent? content, params (string Name, string Value)[] fields)
    {
        var response = new HttpResponseMessage(status) { Content = content! };
        foreach (var (name, value) in fields)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }
}
