using System.Globalization;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Replays stored fields to a reply that is not the whole response: 206, 304 or 416.</summary>
internal static class PartialReply
{
    /// <summary>Adds the stored fields that belong to the form, but for <c>Age</c>, and those that the form itself needs.</summary>
    public static void Replay(StoredResponse stored, ReplyForm form, HttpResponseMessage response)
    {
        HeaderFields.FromTrusted([.. stored.Fields.Where(line => Belongs(line.Key, form.Kind))]).ReplayTo(response);
        if (form.Kind != ReplyKind.NotModified)
        {
            var length = form.Kind == ReplyKind.Part ? form.Bytes.Length : 0;
            var fields = response.Content.Headers;
            fields.TryAddWithoutValidation(HeaderNames.ContentRange, ContentRange(stored, form));
            fields.TryAddWithoutValidation(HeaderNames.ContentLength, length.ToString(CultureInfo.InvariantCulture));
        }
    }

    // RFC 9110 §15.4.5: a 304 has no field that describes a body, but for what tells which one. Length and digest are those of
    // the whole, and a range that came with a 200 is none.
    private static bool Belongs(string name, ReplyKind kind) =>
        !PartialContent.DescribesContent(name)
        && (kind == ReplyKind.Part
            || !HeaderNames.IsContentField(name)
            || HeaderNames.Same(name, HeaderNames.ContentLocation)
            || HeaderNames.Same(name, HeaderNames.Expires)
            || HeaderNames.Same(name, HeaderNames.LastModified));

    private static string ContentRange(StoredResponse stored, ReplyForm form)
    {
        var complete = stored.CompleteLength?.ToString(CultureInfo.InvariantCulture) ?? "*";

        return form.Kind == ReplyKind.Part
            ? string.Create(CultureInfo.InvariantCulture, $"bytes {form.Bytes.First}-{form.Bytes.Last}/{complete}")
            : $"bytes */{complete}";
    }
}
