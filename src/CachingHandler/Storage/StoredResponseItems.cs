using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>Gathers the items of a stored head as they are read.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct StoredResponseItems()
{
    private readonly List<KeyValuePair<string, string>> _fields = new(16);
    private readonly List<KeyValuePair<string, string?>> _selecting = [];
    private readonly List<KeyValuePair<HttpCacheKey, Guid>> _groups = [];
    private HttpCacheKey? _key;
    private Guid? _bodyId;
    private (int Status, Version Version)? _status;
    private (DateTimeOffset Request, DateTimeOffset Response, DateTimeOffset Discard)? _times;
    private long? _bodyLength;
    private string? _reasonPhrase;
    private StoredPart? _part;
    private bool _isOutdated;
    private DateTimeOffset? _freshUntil;

    /// <summary>Takes one item in; returns false when it makes no sense, or has a tag that must be understood and is not.</summary>
    public bool TryRead(byte tag, ref BlobReader item)
    {
        switch ((StoredResponseItem)tag)
        {
            case StoredResponseItem.Key:
                _key = new HttpCacheKey(item.Text(), item.Text(), item.Text());
                break;
            case StoredResponseItem.BodyId:
                _bodyId = item.Guid();
                break;
            case StoredResponseItem.Status:
                _status = (item.Int32(), VersionOf(item.Int32(), item.Int32()));
                break;
            case StoredResponseItem.ReasonPhrase:
                _reasonPhrase = item.Text();
                break;
            case StoredResponseItem.Times:
                _times = (item.Time(), item.Time(), item.Time());
                break;
            case StoredResponseItem.BodyLength:
                _bodyLength = item.Int64();
                break;
            case StoredResponseItem.Part:
                _part = StoredPart.Read(ref item);
                return _part is not null && !item.Failed && item.AtEnd;
            case StoredResponseItem.Outdated:
                _isOutdated = true;
                break;
            case StoredResponseItem.Field:
                _fields.Add(new(item.Text(), item.Text()));
                break;
            case StoredResponseItem.SelectingField:
                var name = item.Text();
                var present = item.Byte() == 1;
                var value = item.Text();
                _selecting.Add(new(name, present ? value : null));
                break;
            case StoredResponseItem.Group:
                _groups.Add(new(new HttpCacheKey(item.Text(), item.Text(), item.Text()), item.Guid()));
                break;
            case StoredResponseItem.FreshUntil:
                _freshUntil = item.Time();
                break;
            default:
                return tag >= 128;
        }

        return !item.Failed && item.AtEnd;
    }

    /// <summary>Returns the head; null when an item is missing, or two contradict each other.</summary>
    public readonly StoredResponse? Build()
    {
        var complete = _key is not null && _bodyId is not null && _times is not null && _bodyLength >= 0
            && _status is { Status: >= 200 and <= 999 } && HeaderFields.AreWritable(_fields)
            && !(_reasonPhrase ?? string.Empty).AsSpan().ContainsAny('\r', '\n', '\0')
            && (_part is null || _part.Length == _bodyLength);
        if (!complete)
        {
            return null;
        }

        return new StoredResponse
        {
            Key = _key!.Value,
            BodyId = _bodyId!.Value,
            StatusCode = _status!.Value.Status,
            ReasonPhrase = _reasonPhrase,
            Version = _status.Value.Version,
            Fields = HeaderFields.FromTrusted([.. _fields]),
            SelectingFields = [.. _selecting],
            Groups = [.. _groups],
            RequestTime = _times!.Value.Request,
            ResponseTime = _times.Value.Response,
            DiscardAfter = _times.Value.Discard,
            BodyLength = _bodyLength!.Value,
            Part = _part,
            IsOutdated = _isOutdated,
            FreshUntil = _freshUntil,
        };
    }

    // The usual versions are shared objects; anything else but a version is read as 1.1.
    private static Version VersionOf(int major, int minor) => (major, minor) switch
    {
        (2, 0) => System.Net.HttpVersion.Version20,
        (3, 0) => System.Net.HttpVersion.Version30,
        (1, 0) => System.Net.HttpVersion.Version10,
        _ => System.Net.HttpVersion.Version11,
    };
}
