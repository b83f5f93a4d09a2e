using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>Makes heads for tests that care about one or two of their properties.</summary>
public static class StoredResponses
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static HttpCacheKey Key(string uri = "https://example.com/", string method = "GET", string partition = "") =>
        new(method, uri, partition);

    /// <summary>Makes a head that answers every request for its key.</summary>
    public static StoredResponse Of(HttpCacheKey key, params (string Name, string Value)[] fields) =>
        Create(key, fields: fields);

    /// <summary>Makes a head that answers requests with these fields; a null value stands for an absent one.</summary>
    public static StoredResponse Variant(HttpCacheKey key, params (string Name, string? Value)[] selecting) =>
        Create(key, selecting);

    public static StoredResponse Create(
        HttpCacheKey key,
        (string Name, string? Value)[]? selecting = null,
        (string Name, string Value)[]? fields = null,
        Guid? bodyId = null,
        DateTimeOffset? responseTime = null,
        DateTimeOffset? discardAfter = null,
        int statusCode = 200,
        string? reasonPhrase = "OK",
        Version? version = null,
        (HttpCacheKey Note, Guid Edition)[]? groups = null) => new()
        {
            Key = key,
            BodyId = bodyId ?? Guid.NewGuid(),
            StatusCode = statusCode,
            ReasonPhrase = reasonPhrase,
            Version = version ?? new Version(1, 1),
            Groups = [.. (groups ?? []).Select(group => KeyValuePair.Create(group.Note, group.Edition))],
            Fields = new HeaderFields((fields ?? []).Select(field => KeyValuePair.Create(field.Name, field.Value))),
            SelectingFields = [.. (selecting ?? []).Select(field => KeyValuePair.Create(field.Name, field.Value))],
            RequestTime = (responseTime ?? Now).AddSeconds(-1),
            ResponseTime = responseTime ?? Now,
            DiscardAfter = discardAfter ?? Now.AddDays(1),
        };

    /// <summary>Returns the head that a validation would leave: same key and body, other fields, a later time.</summary>
    public static StoredResponse WithFields(this StoredResponse current, params (string Name, string Value)[] fields) =>
        current.WithSelecting([.. current.SelectingFields.Select(field => (field.Key, field.Value))], fields);

    /// <summary>Returns the same head with the time until which it is fresh.</summary>
    public static StoredResponse FreshTo(this StoredResponse current, DateTimeOffset time) => new()
    {
        Key = current.Key,
        BodyId = current.BodyId,
        StatusCode = current.StatusCode,
        ReasonPhrase = current.ReasonPhrase,
        Version = current.Version,
        Fields = current.Fields,
        SelectingFields = current.SelectingFields,
        Groups = current.Groups,
        RequestTime = current.RequestTime,
        ResponseTime = current.ResponseTime,
        DiscardAfter = current.DiscardAfter,
        FreshUntil = time,
    };

    /// <summary>Returns the head that a validation would leave where it also changed <c>Vary</c>.</summary>
    public static StoredResponse WithSelecting(
        this StoredResponse current, (string Name, string? Value)[] selecting, params (string Name, string Value)[] fields) =>
        Create(
            current.Key,
            selecting,
            fields,
            current.BodyId,
            current.ResponseTime.AddSeconds(60),
            current.DiscardAfter.AddSeconds(60),
            current.StatusCode,
            current.ReasonPhrase,
            current.Version).WithBodyLength(current.BodyLength);
}
