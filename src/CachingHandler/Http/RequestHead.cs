using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;

namespace CachingHandler.Http;

/// <summary>A request as a value: what policy needs of it, read in one pass over its header.</summary>
/// <remarks>A view: it stays right only while the message's header does not change.</remarks>
internal readonly struct RequestHead
{
    private readonly HttpRequestMessage _message;
    private readonly KeyValuePair<string, HeaderStringValues>[]? _frozen;

    private RequestHead(HttpRequestMessage message, HttpCacheMode mode, RequestDirectives directives, Traits traits)
    {
        _message = message;
        Mode = mode;
        Directives = directives;
        HasCondition = traits.HasFlag(Traits.Condition);
        HasOriginCondition = traits.HasFlag(Traits.OriginCondition);
        HasRange = traits.HasFlag(Traits.Range);
        HasAuthorization = traits.HasFlag(Traits.Authorization);
        HasCredentials = traits.HasFlag(Traits.Credentials);
        HasCacheControl = traits.HasFlag(Traits.CacheControl);
        Method = message.Method;
        IsPlain = traits == Traits.None && mode == HttpCacheMode.Default
            && message.Content is null && Method == HttpMethod.Get;
        Uri = message.RequestUri!;
    }

    private RequestHead(in RequestHead head, KeyValuePair<string, HeaderStringValues>[] frozen)
    {
        this = head;
        _frozen = frozen;
    }

    [Flags]
    private enum Traits
    {
        None = 0,
        CacheControl = 1,
        PragmaNoCache = 2,
        Condition = 4,
        OriginCondition = 8,
        Range = 16,
        Authorization = 32,
        Credentials = 64,
    }

    /// <summary>Gets the method asked for; the transport changes the message's when it follows a redirect.</summary>
    public HttpMethod Method { get; }

    /// <summary>Gets the absolute URI asked for; the transport changes the message's likewise.</summary>
    public Uri Uri { get; }

    /// <summary>Gets a value indicating whether this is a GET that asks for nothing special, as most requests are.</summary>
    public bool IsPlain { get; private init; }

    /// <summary>Gets a value indicating whether the request asks by its content and changes nothing: QUERY, or a POST that the application takes for one.</summary>
    public bool IsQuery { get; private init; }

    /// <summary>Gets what stands for the content in the key; null when nothing does.</summary>
    public string? ContentDigest { get; private init; }

    /// <summary>Gets a value indicating whether this cache answers the method: from what it has stored for GET, or a query.</summary>
    public bool IsCacheableMethod => Method == HttpMethod.Get || Method == HttpMethod.Head || IsQuery;

    /// <summary>Gets a value indicating whether the origin answers the method with 304 where a condition fails (RFC 9110 §13.1.2, RFC 10008 §2.6).</summary>
    public bool CanValidate => Method == HttpMethod.Get || Method == HttpMethod.Query;

    /// <summary>Gets a value indicating whether the request has a body.</summary>
    public bool HasContent => _message.Content is not null;

    /// <summary>Gets how the caller wants the cache to be used.</summary>
    public HttpCacheMode Mode { get; }

    /// <summary>Gets the cache directives; <c>Pragma: no-cache</c> counts where there is no Cache-Control (RFC 9111 §5.4).</summary>
    public RequestDirectives Directives { get; private init; }

    /// <summary>Gets a value indicating whether the caller asks under a condition that a cache may answer: <c>If-None-Match</c>,
    /// <c>If-Modified-Since</c> (RFC 9111 §4.3.2).</summary>
    public bool HasCondition { get; }

    /// <summary>Gets a value indicating whether the caller asks under a condition that is the origin's alone to evaluate:
    /// <c>If-Match</c>, <c>If-Unmodified-Since</c> (RFC 9111 §4.3.2).</summary>
    public bool HasOriginCondition { get; }

    /// <summary>Gets a value indicating whether the caller asks for part of the representation (RFC 9110 §14.2).</summary>
    public bool HasRange { get; }

    /// <summary>Gets a value indicating whether the request carries <c>Authorization</c> (RFC 9111 §3.5).</summary>
    public bool HasAuthorization { get; }

    /// <summary>Gets a value indicating whether a field says who is asking.</summary>
    public bool HasCredentials { get; }

    /// <summary>Gets a value indicating whether the caller wrote cache directives.</summary>
    public bool HasCacheControl { get; }

    /// <summary>Reads the head of <paramref name="message"/>.</summary>
    public static RequestHead Of(HttpRequestMessage message, HttpCacheMode mode = HttpCacheMode.Default)
    {
        var directives = default(RequestDirectives);
        var traits = Traits.None;
        foreach (var (name, values) in message.Headers.NonValidated)
        {
            var trait = TraitOf(name);
            if (trait == Traits.CacheControl)
            {
                directives = With(directives, values);
            }
            else if (trait == Traits.PragmaNoCache && !With(default, values).NoCache)
            {
                continue;
            }

            traits |= trait;
        }

        if (traits.HasFlag(Traits.PragmaNoCache) && !traits.HasFlag(Traits.CacheControl))
        {
            directives = directives with { NoCache = true };
        }

        return new RequestHead(message, mode, directives, traits);
    }

    /// <summary>Returns this head as if its directives said what the application tells the cache apart from the message.</summary>
    /// <param name="maximumStale">How far past its lifetime a response is accepted; null leaves it to the header.</param>
    /// <param name="staleIfError">The same in place of an error; null leaves it to the header.</param>
    public RequestHead Accepting(TimeSpan? maximumStale, TimeSpan? staleIfError) =>
        maximumStale is null && staleIfError is null
            ? this
            : this with
            {
                IsPlain = false,
                Directives = Directives with
                {
                    MaxStale = maximumStale ?? Directives.MaxStale,
                    StaleIfError = staleIfError ?? Directives.StaleIfError,
                },
            };

    /// <summary>Returns this head as that of a query.</summary>
    /// <param name="contentDigest">What stands for the content in the key; null when it is not known, which keeps the cache out.</param>
    public RequestHead AsQuery(string? contentDigest) => this with { IsQuery = true, ContentDigest = contentDigest };

    /// <summary>Returns this head with its fields held, for when the message is about to be sent.</summary>
    /// <remarks>
    /// Handlers below add fields to the message (decompression sets Accept-Encoding, authentication a token). What
    /// <c>Vary</c> is compared with is what was there when the cache looked.
    /// </remarks>
    public RequestHead Frozen()
    {
        var fields = _message.Headers.NonValidated;
        if (_message.Content is { } content)
        {
            return new RequestHead(in this, [.. fields, .. content.Headers.NonValidated]);
        }

        var frozen = fields.Count == 0 ? [] : new KeyValuePair<string, HeaderStringValues>[fields.Count];
        var index = 0;
        foreach (var field in fields)
        {
            frozen[index++] = field;
        }

        return new RequestHead(in this, frozen);
    }

    /// <summary>Returns a field's lines joined by comma (RFC 9110 §5.3).</summary>
    /// <returns>False when the field is absent, which is not the same as empty.</returns>
    public bool TryGetField(string name, [NotNullWhen(true)] out string? value)
    {
        if (TryGetValues(name, out var values))
        {
            value = values.Count == 1 ? values.ToString() : string.Join(", ", values);
            return true;
        }

        value = null;
        return false;
    }

    private bool TryGetValues(string name, out HeaderStringValues values)
    {
        if (_frozen is null)
        {
            return _message.Headers.NonValidated.TryGetValues(name, out values)
                || (_message.Content is { } content && content.Headers.NonValidated.TryGetValues(name, out values));
        }

        foreach (var field in _frozen)
        {
            if (HeaderNames.Same(field.Key, name))
            {
                values = field.Value;
                return true;
            }
        }

        values = default;
        return false;
    }

    private static RequestDirectives With(RequestDirectives directives, HeaderStringValues values)
    {
        foreach (var value in values)
        {
            directives = directives.With(value);
        }

        return directives;
    }

    private static Traits TraitOf(string name) => name.Length switch
    {
        5 when HeaderNames.Same(name, HeaderNames.Range) => Traits.Range,
        6 when HeaderNames.Same(name, HeaderNames.Pragma) => Traits.PragmaNoCache,
        8 when HeaderNames.Same(name, HeaderNames.IfMatch) => Traits.OriginCondition,
        13 when HeaderNames.Same(name, HeaderNames.CacheControl) => Traits.CacheControl,
        13 when HeaderNames.Same(name, HeaderNames.Authorization) => Traits.Authorization | Traits.Credentials,
        13 when HeaderNames.Same(name, HeaderNames.IfNoneMatch) => Traits.Condition,
        17 when HeaderNames.Same(name, HeaderNames.IfModifiedSince) => Traits.Condition,
        19 when HeaderNames.Same(name, HeaderNames.IfUnmodifiedSince) => Traits.OriginCondition,
        _ => CredentialFields.Contains(name) ? Traits.Credentials : Traits.None,
    };
}
