using CachingHandler.Http;

namespace CachingHandler.Storage;

/// <summary>The head of a stored response: everything but its body (RFC 9111 §3).</summary>
/// <remarks>
/// Immutable and safe for concurrent use. A validation answered with 304 makes a new head with the same
/// <see cref="BodyId"/>; a new body always has a new id.
/// </remarks>
public sealed class StoredResponse
{
    private readonly KeyValuePair<string, string?>[] _selectingFields = [];
    private ResponseHead? _head;

    /// <summary>Gets the key under which the response is stored.</summary>
    public required HttpCacheKey Key { get; init; }

    /// <summary>Gets the identity of the body; random, so that no two bodies share it.</summary>
    public required Guid BodyId { get; init; }

    /// <summary>Gets the status code; 200 to 999.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Gets the reason phrase as received.</summary>
    /// <value>Null when there was none, as in HTTP/2.</value>
    public string? ReasonPhrase { get; init; }

    /// <summary>Gets the HTTP version in which the response was received.</summary>
    /// <value>The default is 1.1.</value>
    public Version Version { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>Gets the header fields as received, without those that a cache must not store (RFC 9111 §3.1).</summary>
    public required HeaderFields Fields { get; init; }

    /// <summary>Gets the request's values of the fields that <c>Vary</c> names, in the order of their names (RFC 9111 §4.1).</summary>
    /// <value>Empty when the response does not vary. A null value records that the request did not have the field.</value>
    public IReadOnlyList<KeyValuePair<string, string?>> SelectingFields
    {
        get => _selectingFields;
        init => _selectingFields = value as KeyValuePair<string, string?>[] ?? [.. value];
    }

    /// <summary>Gets when the request was sent that this head answers (RFC 9111 §4.2.3).</summary>
    public required DateTimeOffset RequestTime { get; init; }

    /// <summary>Gets when this head was received (RFC 9111 §4.2.3).</summary>
    public required DateTimeOffset ResponseTime { get; init; }

    /// <summary>Gets the length of the stored body, in bytes.</summary>
    /// <value>Until the body is committed the length its sender declared, or zero; then what was appended.</value>
    public long BodyLength { get; init; }

    /// <summary>Gets the time from which on a store may drop the response without asking.</summary>
    public required DateTimeOffset DiscardAfter { get; init; }

    /// <summary>Gets the selecting fields for reading in place.</summary>
    internal ReadOnlySpan<KeyValuePair<string, string?>> SelectingFieldsSpan => _selectingFields;

    /// <summary>Gets the head with what policy needs parsed; made once, never stored.</summary>
    internal ResponseHead Head
    {
        get => _head ??= new ResponseHead(StatusCode, Fields, ResponseTime);
        init => _head = value;
    }

    /// <summary>Gets or sets the body, where the store read it together with the head and found it undamaged.</summary>
    /// <value>Null when it has to be opened. Set by the store before the head is handed out; not copied to other heads.</value>
    internal StoredBody? AttachedBody { get; set; }

    /// <summary>Returns this head with the length of its committed body.</summary>
    /// <param name="bodyLength">The number of bytes appended.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bodyLength"/> is negative.</exception>
    public StoredResponse WithBodyLength(long bodyLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bodyLength);
        if (bodyLength == BodyLength)
        {
            return this;
        }

        return new StoredResponse
        {
            Key = Key,
            BodyId = BodyId,
            StatusCode = StatusCode,
            ReasonPhrase = ReasonPhrase,
            Version = Version,
            Fields = Fields,
            SelectingFields = SelectingFields,
            RequestTime = RequestTime,
            ResponseTime = ResponseTime,
            BodyLength = bodyLength,
            DiscardAfter = DiscardAfter,
            _head = _head,
        };
    }

    /// <summary>Returns this response with the head that a validation left it with; key and body stay.</summary>
    internal StoredResponse Freshened(
        ResponseHead head,
        IReadOnlyList<KeyValuePair<string, string?>> selectingFields,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime,
        DateTimeOffset discardAfter) => new()
        {
            Key = Key,
            BodyId = BodyId,
            StatusCode = StatusCode,
            ReasonPhrase = ReasonPhrase,
            Version = Version,
            Fields = head.Fields,
            SelectingFields = selectingFields,
            RequestTime = requestTime,
            ResponseTime = responseTime,
            BodyLength = BodyLength,
            DiscardAfter = discardAfter,
            _head = head,
        };

    /// <summary>Returns this response with those of its fields that are stored; itself where that is all of them.</summary>
    internal StoredResponse Keeping(HeaderFields stored) => ReferenceEquals(stored, Fields)
        ? this
        : Freshened(Head.Keeping(stored), SelectingFields, RequestTime, ResponseTime, DiscardAfter);

    /// <summary>Returns this head without the body that a store attached to it; itself where there is none.</summary>
    internal StoredResponse Detached()
    {
        if (AttachedBody is null)
        {
            return this;
        }

        var detached = (StoredResponse)MemberwiseClone();
        detached.AttachedBody = null;

        return detached;
    }

    /// <summary>Tells whether the other response answers the same requests: same key, same selecting fields.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public bool IsSameVariantAs(StoredResponse other)
    {
        ArgumentNullException.ThrowIfNull(other);

        return Key.Equals(other.Key)
            && SelectingFields.Count == other.SelectingFields.Count
            && SelectingFields.Zip(other.SelectingFields).All(static pair => IsSameField(pair.First, pair.Second));
    }

    private static bool IsSameField(KeyValuePair<string, string?> left, KeyValuePair<string, string?> right) =>
        HeaderNames.Same(left.Key, right.Key) && string.Equals(left.Value, right.Value, StringComparison.Ordinal);
}
