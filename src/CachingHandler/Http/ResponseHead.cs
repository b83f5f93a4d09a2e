namespace CachingHandler.Http;

/// <summary>A response's status and header as a value, with what policy needs parsed once.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
internal sealed class ResponseHead
{
    private ResponseControl _control = new();
    private TargetedReading? _targeted;
    private HttpResponseMessage? _message;
    private HeaderFields? _fields;
    private int _varyLines;
    private int _connectionLines;

    /// <summary>Reads a head from fields that were kept.</summary>
    public ResponseHead(int statusCode, HeaderFields fields, DateTimeOffset receivedAt)
    {
        StatusCode = statusCode;
        _fields = fields;
        foreach (var (name, value) in fields.AsSpan())
        {
            Read(name, value, receivedAt);
        }

        JoinLines();
    }

    private ResponseHead(HttpResponseMessage message, DateTimeOffset receivedAt)
    {
        StatusCode = (int)message.StatusCode;
        _message = message;
        FinalUri = message.RequestMessage?.RequestUri;
        FinalMethod = message.RequestMessage?.Method;
        Read(message.Headers.NonValidated, receivedAt);
        Read(message.Content.Headers.NonValidated, receivedAt);
        JoinLines();
    }

    /// <summary>Gets the status code.</summary>
    public int StatusCode { get; }

    /// <summary>Gets the URI that answered, after redirects; null when it is not known.</summary>
    public Uri? FinalUri { get; private set; }

    /// <summary>Gets the method that was answered, which a redirect may have changed; null when it is not known.</summary>
    public HttpMethod? FinalMethod { get; }

    /// <summary>Gets the header fields, copied from the message when first asked for.</summary>
    public HeaderFields Fields => _fields ??= HeaderFields.Of(_message!);

    /// <summary>Gets the entity tag verbatim; null when there is none.</summary>
    public string? EntityTag { get; private set; }

    /// <summary>Gets the <c>Last-Modified</c> value verbatim; null when there is none.</summary>
    public string? LastModifiedText { get; private set; }

    /// <summary>Gets when the representation last changed; null when not said or no date.</summary>
    public DateTimeOffset? LastModified { get; private set; }

    /// <summary>Gets when the origin made the response; null when not said or no date.</summary>
    public DateTimeOffset? Date { get; private set; }

    /// <summary>Gets the age at which it was received (RFC 9111 §5.1); null when not said or unreadable.</summary>
    public TimeSpan? Age { get; private set; }

    /// <summary>Gets the <c>Vary</c> lines joined by comma; null when there is none.</summary>
    public string? Vary { get; private set; }

    /// <summary>Gets a value indicating whether the response sets a cookie.</summary>
    public bool SetsCookie { get; private set; }

    /// <summary>Gets the <c>Location</c> value verbatim; null when there is none.</summary>
    public string? Location { get; private set; }

    /// <summary>Gets the <c>Content-Location</c> value verbatim; null when there is none.</summary>
    public string? ContentLocation { get; private set; }

    /// <summary>Gets the names that <c>Connection</c> nominates, lines joined by comma; null when there is none.</summary>
    public string? Connection { get; private set; }

    /// <summary>Gets which fields of extensions the response has.</summary>
    public ResponseExtensions Extensions { get; private set; }

    /// <summary>Gets a value indicating whether a later request can ask under a condition (RFC 9111 §4.3.1).</summary>
    public bool HasValidator => EntityTag is not null || LastModifiedText is not null;

    /// <summary>Reads the head of a message just received; its fields are copied only if <see cref="Fields"/> is asked for.</summary>
    public static ResponseHead Of(HttpResponseMessage message, DateTimeOffset receivedAt) => new(message, receivedAt);

    /// <summary>Returns what a cache has to obey: Cache-Control and Expires, or the targeted field that stands in for them (RFC 9213 §2.2).</summary>
    /// <remarks>Read once for each cache, since the caches that share a store may obey different fields.</remarks>
    public ResponseControl Control(TargetedFields targeted)
    {
        if (targeted.IsEmpty)
        {
            return _control;
        }

        if (_targeted is { } known && ReferenceEquals(known.By, targeted))
        {
            return known.Control;
        }

        var read = targeted.Read(Fields) is { } directives ? ResponseControl.Of(directives) : _control;
        var control = read.WithoutLimitsOn(targeted);
        _targeted = new TargetedReading(targeted, control);

        return control;
    }

    /// <summary>Returns this head with the fields of a 304 in their place (RFC 9111 §3.2).</summary>
    /// <param name="update">The 304's head.</param>
    /// <param name="merged">The fields of both, merged.</param>
    /// <remarks>The same as to parse the merged fields anew, at a tenth of its cost.</remarks>
    public ResponseHead FreshenedBy(ResponseHead update, HeaderFields merged)
    {
        var freshened = (ResponseHead)MemberwiseClone();
        freshened._fields = merged;
        freshened._control = _control.FreshenedBy(update._control);
        freshened._targeted = null;
        freshened.Date = update.Date;
        freshened.Age = update.Age;
        freshened.SetsCookie |= update.SetsCookie;
        freshened.Extensions |= update.Extensions;
        freshened.EntityTag = update.EntityTag ?? EntityTag;
        freshened.Vary = update.Vary ?? Vary;
        freshened.Location = update.Location ?? Location;
        freshened.ContentLocation = update.ContentLocation ?? ContentLocation;
        if (update.LastModifiedText is not null)
        {
            freshened.LastModifiedText = update.LastModifiedText;
            freshened.LastModified = update.LastModified;
        }

        return freshened;
    }

    /// <summary>Tells whether the answer belongs to another URI than the one asked for, because a redirect was followed.</summary>
    public bool IsRedirected(Uri requested) =>
        FinalUri is not null && !ReferenceEquals(FinalUri, requested) && FinalUri != requested;

    /// <summary>Makes this head one to keep: with the fields that are stored, and no longer holding on to its message.</summary>
    /// <remarks>For whoever made the head, before anybody else has it.</remarks>
    public ResponseHead Keep(HeaderFields stored)
    {
        _fields = stored;
        _message = null;
        FinalUri = null;
        Connection = null;
        SetsCookie = SetsCookie && stored.TryGetFirst(HeaderNames.SetCookie, out _);

        return this;
    }

    /// <summary>Returns this head with those of its fields that are stored; itself where that is all of them.</summary>
    public ResponseHead Keeping(HeaderFields stored) =>
        ReferenceEquals(stored, _fields) ? this : ((ResponseHead)MemberwiseClone()).Keep(stored);

    private void Read(System.Net.Http.Headers.HttpHeadersNonValidated fields, DateTimeOffset receivedAt)
    {
        foreach (var (name, values) in fields)
        {
            if (name.Length is < 3 or > 24)
            {
                continue;
            }

            foreach (var value in values)
            {
                Read(name, value, receivedAt);
            }
        }
    }

    private void Read(string name, string value, DateTimeOffset receivedAt)
    {
        switch (name.Length)
        {
            case 3 when HeaderNames.Same(name, HeaderNames.Age):
                // §5.1: a list is read as its first member; what is left and unreadable is ignored.
                Age ??= DeltaSeconds.Parse(FirstMember(value));
                break;
            case 4 when HeaderNames.Same(name, HeaderNames.Date):
                Date = HttpDate.Parse(value, receivedAt);
                break;
            case 4 when HeaderNames.Same(name, HeaderNames.ETag):
                EntityTag ??= value.Length == 0 ? null : value;
                break;
            case 4 when HeaderNames.Same(name, HeaderNames.Vary):
                Vary ??= value;
                _varyLines++;
                break;
            case 7 when HeaderNames.Same(name, HeaderNames.Expires):
                _control.ReadExpires(value, receivedAt);
                break;
            case 8 when HeaderNames.Same(name, HeaderNames.Location):
                Location = value;
                break;
            case 10 when HeaderNames.Same(name, HeaderNames.SetCookie):
                SetsCookie = true;
                break;
            case 10 when HeaderNames.Same(name, HeaderNames.Connection):
                Connection ??= value;
                _connectionLines++;
                break;
            case 13 when HeaderNames.Same(name, HeaderNames.CacheControl):
                _control.ReadCacheControl(value);
                break;
            case 13 when HeaderNames.Same(name, HeaderNames.LastModified):
                LastModified = HttpDate.Parse(value, receivedAt);
                LastModifiedText = value.Length == 0 ? null : value;
                break;
            case 16 when HeaderNames.Same(name, HeaderNames.ContentLocation):
                ContentLocation = value;
                break;
            default:
                Extensions |= ExtensionFields.Of(name);
                break;
        }
    }

    // At once and not line by line: a hostile header has thousands of them.
    private void JoinLines()
    {
        if (_varyLines > 1)
        {
            Vary = string.Join(", ", Fields.GetValues(HeaderNames.Vary));
        }

        if (_connectionLines > 1)
        {
            Connection = string.Join(", ", Fields.GetValues(HeaderNames.Connection));
        }
    }

    private static ReadOnlySpan<char> FirstMember(string value)
    {
        var comma = value.IndexOf(',', StringComparison.Ordinal);

        return (comma < 0 ? value : value.AsSpan(0, comma)).Trim(" \t");
    }

    private sealed record TargetedReading(TargetedFields By, ResponseControl Control);
}
