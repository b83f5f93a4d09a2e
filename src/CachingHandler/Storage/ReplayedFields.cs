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
        var lines = fields.AsSpan();
        var content = 0;
        var left = 0;
        foreach (var (name, _) in lines)
        {
            content += HeaderNames.IsContentField(name) ? 1 : 0;
            left += HeaderNames.Same(name, HeaderNames.Age) ? 1 : 0;
        }

        _contentFields = new KeyValuePair<string, string>[content];
        _messageFields = new KeyValuePair<string, string>[lines.Length - content - left];
        var (contentIndex, messageIndex) = (0, 0);
        foreach (var line in lines)
        {
            if (HeaderNames.IsContentField(line.Key))
            {
                _contentFields[contentIndex++] = line;
            }
            else if (!HeaderNames.Same(line.Key, HeaderNames.Age))
            {
                _messageFields[messageIndex++] = line;
            }
        }
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
