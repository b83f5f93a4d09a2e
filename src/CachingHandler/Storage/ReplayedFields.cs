using CachingHandler.Http;

namespace CachingHandler.Storage;

/// <summary>Header fields split the way .NET wants them back, so that a hit only copies references.</summary>
/// <remarks><c>Age</c> is left out: whoever replays the fields knows the current age (RFC 9111 §4).</remarks>
internal sealed class ReplayedFields
{
    private readonly KeyValuePair<string, string>[] _messageFields;
    private readonly KeyValuePair<string, string>[] _contentFields;

    public ReplayedFields(HeaderFields fields)
    {
        var isContent = fields.ToLookup(line => HeaderNames.IsContentField(line.Key));
        _messageFields = [.. isContent[false].Where(line => !HeaderNames.Same(line.Key, HeaderNames.Age))];
        _contentFields = [.. isContent[true]];
    }

    /// <summary>Adds the fields to a message and to its content, text untouched.</summary>
    public void AddTo(HttpResponseMessage message)
    {
        var headers = message.Headers;
        foreach (var field in _messageFields)
        {
            headers.TryAddWithoutValidation(field.Key, field.Value);
        }

        var contentHeaders = message.Content.Headers;
        foreach (var field in _contentFields)
        {
            contentHeaders.TryAddWithoutValidation(field.Key, field.Value);
        }
    }
}
