using System.Globalization;

namespace CachingHandler.Http;

/// <summary>Reads how long a body is by its sender's word (RFC 9110 §8.6).</summary>
internal static class DeclaredLength
{
    /// <summary>Returns the length in bytes; null when the sender does not say, or not readably.</summary>
    public static long? Of(HttpResponseMessage response)
    {
        // RFC 9110 §15.3.5, §15.3.6: these have no body whatever they declare.
        if ((int)response.StatusCode is 204 or 205)
        {
            return 0;
        }

        return response.Content.Headers.NonValidated.TryGetValues(HeaderNames.ContentLength, out var values)
            && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? length
                : null;
    }

    /// <summary>Returns the length of content made in the process, which knows it without a field that says so; null when it does not.</summary>
    /// <remarks>Only this property asks the content. For the text of its fields, this comes too late: copy them before.</remarks>
    public static long? Of(HttpContent content) => content.Headers.ContentLength;
}
