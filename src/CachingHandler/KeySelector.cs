using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Composes the key under which a request's responses are stored.</summary>
internal sealed class KeySelector
{
    private const string OwnerLabel = "partition";

    // No URI begins so, hence no name can be taken for one.
    private const string NamePrefix = "key:";

    private readonly PartitionMemo _memo = new();
    private readonly HttpCacheOptions _options;
    private readonly KeyedDigest _digest;
    private readonly string _kind;
    private readonly string _scope;

    public KeySelector(HttpCacheOptions options, KeyedDigest digest)
    {
        _options = options;
        _digest = digest;

        // The kind is part of the partition: what a private cache stored is never found by a shared one in the same store.
        _kind = options.Kind == HttpCacheKind.Shared ? "shared" : "private";
        _scope = options.Scope.Length == 0 ? string.Empty : "/" + options.Scope;
        Everybody = _kind + _scope;
    }

    /// <summary>Gets the partition of requests that nothing tells apart.</summary>
    public string Everybody { get; }

    /// <summary>Returns the key of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="head">Its head.</param>
    /// <param name="policy">What it says of its key itself; null for nothing.</param>
    public HttpCacheKey Of(HttpRequestMessage request, in RequestHead head, HttpCacheRequestPolicy? policy)
    {
        var name = policy?.Key ?? _options.Key?.Invoke(request);
        var resource = name is null ? UriNormalization.Normalize(head.Uri) : NamePrefix + name;

        return new HttpCacheKey(MethodClass(in head), resource, Partition(request, in head, policy));
    }

    /// <summary>Tells whether a key is one of this cache's, be it of one user or of all.</summary>
    public bool Contains(HttpCacheKey key)
    {
        var partition = key.Partition;
        if (!partition.StartsWith(_kind, StringComparison.Ordinal))
        {
            return false;
        }

        // A digest has no slash, so what follows the first one is the scope, which may have others.
        var owner = partition.AsSpan(_kind.Length);
        var scope = owner.IndexOf('/') is var slash and >= 0 ? owner[slash..] : [];

        return (owner.Length == scope.Length || owner[0] == '#') && scope.Equals(_scope, StringComparison.Ordinal);
    }

    /// <summary>Returns the keys that an answer makes wrong: the requester's own, and everybody's.</summary>
    /// <param name="requested">The key of the request; taken before it was sent, since a redirect changes the message.</param>
    /// <param name="invalidated">The URIs whose responses are wrong, the request's own among them.</param>
    public IEnumerable<HttpCacheKey> Of(HttpCacheKey requested, IReadOnlyList<Uri> invalidated)
    {
        var resources = invalidated.Select(UriNormalization.Normalize).Append(requested.Uri).ToHashSet(StringComparer.Ordinal);
        string[] owners = requested.Partition == Everybody ? [Everybody] : [requested.Partition, Everybody];

        return from resource in resources
               from owner in owners
               select new HttpCacheKey(MethodClasses.Get, resource, owner);
    }

    /// <summary>Tells whether the key has a name in the place of a URI.</summary>
    public static bool IsNamed(HttpCacheKey key) => key.Uri.StartsWith(NamePrefix, StringComparison.Ordinal);

    /// <summary>Returns the key of a group's note.</summary>
    /// <param name="target">A URI of the origin that the group belongs to.</param>
    /// <param name="name">The group's name; may hold a space, which an origin cannot.</param>
    public HttpCacheKey GroupOf(Uri target, string name) =>
        new(MethodClasses.GroupNote, $"{UriNormalization.Origin(target)} {name}", Everybody);

    /// <summary>Returns the key of a tag's note.</summary>
    public HttpCacheKey TagOf(string tag) => new(MethodClasses.TagNote, tag, Everybody);

    /// <summary>Returns the key of the note for all queries of a URI, which depend on it since nobody can enumerate them.</summary>
    public static HttpCacheKey QueriesOf(HttpCacheKey key) => key with { Method = MethodClasses.QueriesNote };

    // A digest is in the method and not in the URI, which an origin or an application could word so that it looks like one.
    private static string MethodClass(in RequestHead head)
    {
        if (!head.IsQuery)
        {
            return MethodClasses.Get;
        }

        return (head.Method == HttpMethod.Query ? MethodClasses.Query : MethodClasses.Post) + head.ContentDigest;
    }

    private string Partition(HttpRequestMessage request, in RequestHead head, HttpCacheRequestPolicy? policy)
    {
        if ((policy?.Partition ?? _options.Partition?.Invoke(request)) is { } owner)
        {
            return _memo.Find(OwnerLabel, owner) ?? _memo.Add(OwnerLabel, owner, Owned([OwnerLabel, owner]));
        }

        // A shared cache tells nobody apart (RFC 9111 §3.5).
        if (_options.Kind == HttpCacheKind.Shared)
        {
            return Everybody;
        }

        if (HasUserInfo(head.Uri))
        {
            return Owned(Credentials(request, head.Uri.UserInfo));
        }

        return head.HasCredentials ? ByCredentials(request) : Everybody;
    }

    // Most who say who they are say it in one field.
    private string ByCredentials(HttpRequestMessage request)
    {
        string? kind = null;
        string? text = null;
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (!CredentialFields.Contains(name))
            {
                continue;
            }

            if (kind is not null || values.Count != 1)
            {
                return Owned(Credentials(request, string.Empty));
            }

            (kind, text) = (name, values.ToString());
        }

        return _memo.Find(kind!, text!) ?? _memo.Add(kind!, text!, Owned(Credentials(request, string.Empty)));
    }

    // A digest has neither '#' nor '/', so kind, digest and scope cannot run into each other.
    private string Owned(IReadOnlyList<string> texts) => string.Concat(_kind, "#", _digest.Of(texts), _scope);

    // Uri works its user information out on each call.
    private static bool HasUserInfo(Uri uri) => uri.AbsoluteUri.Contains('@', StringComparison.Ordinal) && uri.UserInfo.Length > 0;

    private static List<string> Credentials(HttpRequestMessage request, string userInfo)
    {
        var credentials = new List<string>(4) { "credentials", userInfo };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (CredentialFields.Contains(name))
            {
                credentials.Add(name.ToUpperInvariant());
                credentials.AddRange(values);
            }
        }

        return credentials;
    }
}
