using System.Diagnostics.CodeAnalysis;
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
    private readonly KeyValuePair<HttpCacheKey, Guid>[] _groups = [];
    private ResponseHead? _head;

    /// <summary>Creates a head from its parts.</summary>
    public StoredResponse()
    {
    }

    // Everything but the body that a store has attached.
    [SetsRequiredMembers]
    private StoredResponse(StoredResponse other)
    {
        Key = other.Key;
        BodyId = other.BodyId;
        StatusCode = other.StatusCode;
        ReasonPhrase = other.ReasonPhrase;
        Version = other.Version;
        Fields = other.Fields;
        _selectingFields = other._selectingFields;
        _groups = other._groups;
        RequestTime = other.RequestTime;
        ResponseTime = other.ResponseTime;
        BodyLength = other.BodyLength;
        Part = other.Part;
        IsOutdated = other.IsOutdated;
        DiscardAfter = other.DiscardAfter;
        FreshUntil = other.FreshUntil;
        _head = other._head;
    }

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

    /// <summary>Gets the groups that the response belongs to (RFC 9875): the key of each group's note, and the group's edition when the response was stored.</summary>
    /// <value>Empty when it belongs to none. It may be used only while each note is stored with the edition as its body id.</value>
    public IReadOnlyList<KeyValuePair<HttpCacheKey, Guid>> Groups
    {
        get => _groups;
        init => _groups = value as KeyValuePair<HttpCacheKey, Guid>[] ?? [.. value];
    }

    /// <summary>Gets when the request was sent that this head answers (RFC 9111 §4.2.3).</summary>
    public required DateTimeOffset RequestTime { get; init; }

    /// <summary>Gets when this head was received (RFC 9111 §4.2.3).</summary>
    public required DateTimeOffset ResponseTime { get; init; }

    /// <summary>Gets the length of the stored body, in bytes.</summary>
    /// <value>Until the body is committed the length its sender declared, or zero; then what was appended.</value>
    public long BodyLength { get; init; }

    /// <summary>Gets which bytes of the representation the body holds, where it does not hold all (RFC 9111 §3.3).</summary>
    /// <value>The default is null: all of them.</value>
    public StoredPart? Part { get; init; }

    /// <summary>Gets a value indicating whether the response counts as stale, whatever its lifetime says (RFC 9111 §4.3.5).</summary>
    /// <value>The default is false. A validation that confirms the response resets it.</value>
    public bool IsOutdated { get; init; }

    /// <summary>Gets the time from which on a store may drop the response without asking.</summary>
    public required DateTimeOffset DiscardAfter { get; init; }

    /// <summary>Gets until when the response was fresh by the rules of whoever stored it (RFC 9111 §4.2).</summary>
    /// <value>
    /// The default is null: not said. What has <c>no-cache</c> was fresh for no time. Nothing is decided by it; it is for those who look after the cache.
    /// </value>
    public DateTimeOffset? FreshUntil { get; init; }

    /// <summary>Gets the length of the whole representation, in bytes; null when it is not known.</summary>
    internal long? CompleteLength => Part is null ? BodyLength : Part.CompleteLength;

    /// <summary>Gets the selecting fields for reading in place.</summary>
    internal ReadOnlySpan<KeyValuePair<string, string?>> SelectingFieldsSpan => _selectingFields;

    /// <summary>Gets the groups for reading in place.</summary>
    internal ReadOnlySpan<KeyValuePair<HttpCacheKey, Guid>> GroupsSpan => _groups;

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
    /// <returns>A new head; this one stays as it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bodyLength"/> is negative.</exception>
    public StoredResponse WithBodyLength(long bodyLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bodyLength);
        if (bodyLength == BodyLength)
        {
            return this;
        }

        return new StoredResponse(this) { BodyLength = bodyLength };
    }

    /// <summary>Returns this head for a body that holds only part of the representation.</summary>
    internal StoredResponse WithPart(StoredPart part) => new(this) { Part = part };

    /// <summary>Returns this head for a copy of the body that answers requests with other selecting fields.</summary>
    internal StoredResponse AsVariant(Guid bodyId, IReadOnlyList<KeyValuePair<string, string?>> selectingFields) =>
        new(this) { BodyId = bodyId, SelectingFields = selectingFields };

    /// <summary>Returns this head as one that counts as stale.</summary>
    internal StoredResponse Outdated() => new(this) { IsOutdated = true, FreshUntil = null };

    /// <summary>Returns this response with the head that a validation left it with; key and body stay.</summary>
    internal StoredResponse Freshened(
        ResponseHead head,
        IReadOnlyList<KeyValuePair<string, string?>> selectingFields,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime,
        DateTimeOffset discardAfter,
        DateTimeOffset? freshUntil = null) => new(this)
        {
            Fields = head.Fields,
            SelectingFields = selectingFields,
            RequestTime = requestTime,
            ResponseTime = responseTime,
            DiscardAfter = discardAfter,
            FreshUntil = freshUntil,
            IsOutdated = false,
            Head = head,
        };

    /// <summary>Returns this head as a member of other groups.</summary>
    internal StoredResponse In(KeyValuePair<HttpCacheKey, Guid>[] groups) => new(this) { Groups = groups };

    /// <summary>Returns this response with those of its fields that are stored; itself where that is all of them.</summary>
    internal StoredResponse Keeping(HeaderFields stored) => ReferenceEquals(stored, Fields)
        ? this
        : Freshened(Head.Keeping(stored), SelectingFields, RequestTime, ResponseTime, DiscardAfter, FreshUntil);

    /// <summary>Returns this head with a body that is at hand.</summary>
    internal StoredResponse With(StoredBody body) => new(this) { AttachedBody = body };

    /// <summary>Returns this head without the body that a store attached to it; itself where there is none.</summary>
    internal StoredResponse Detached()
    {
        return AttachedBody is null ? this : new StoredResponse(this);
    }

    /// <summary>Tells whether the other response answers the same requests: same key, same selecting fields.</summary>
    /// <param name="other">The other response.</param>
    /// <returns>True where both have the same values of the same fields, letter for letter (RFC 9111 §4.1).</returns>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public bool IsSameVariantAs(StoredResponse other)
    {
        ArgumentNullException.ThrowIfNull(other);

        return Key.Equals(other.Key)
            && SelectingFields.Count == other.SelectingFields.Count
            && SelectingFields.Zip(other.SelectingFields).All(static pair => IsSameField(pair.First, pair.Second));
    }

    /// <summary>Tells whether the other response of the same key goes when this one is stored, which is the newer.</summary>
    internal bool Supersedes(StoredResponse older) =>
        SelectingFields.Count == 0 || older.SelectingFields.Count == 0 || IsSameVariantAs(older);

    /// <summary>Tells whether this response, which is the newer, replaces all that the other one of the same key does.</summary>
    internal bool Covers(StoredResponse older) => SelectingFields.Count == 0 || IsSameVariantAs(older);

    private static bool IsSameField(KeyValuePair<string, string?> left, KeyValuePair<string, string?> right) =>
        HeaderNames.Same(left.Key, right.Key) && string.Equals(left.Value, right.Value, StringComparison.Ordinal);
}
