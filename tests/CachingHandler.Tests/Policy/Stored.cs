using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler.Tests.Policy;

/// <summary>Makes stored responses for <see cref="Requests.Target"/>.</summary>
internal static class Stored
{
    /// <summary>Makes a response that answers every request and was received so many seconds ago, as soon as it was asked for.</summary>
    public static StoredResponse SecondsAgo(int seconds, params (string Name, string Value)[] fields) =>
        Between(Policies.Now.AddSeconds(-seconds), Policies.Now.AddSeconds(-seconds), fields);

    public static StoredResponse SecondsAgo(int seconds, string cacheControl) =>
        SecondsAgo(seconds, ("Cache-Control", cacheControl));

    public static StoredResponse Between(
        DateTimeOffset requestTime, DateTimeOffset responseTime, params (string Name, string Value)[] fields) =>
        Create(Fields(fields), [], requestTime, responseTime, Policies.Now.AddDays(1));

    public static StoredResponse Until(DateTimeOffset discardAfter, params (string Name, string Value)[] fields) =>
        Create(Fields(fields), [], Policies.Now.AddSeconds(-1), Policies.Now.AddSeconds(-1), discardAfter);

    /// <summary>Makes what the policy stores of an answer, received so many seconds ago.</summary>
    public static StoredResponse By(CachePolicy policy, RequestHead request, ResponseHead response, int secondsAgo = 0)
    {
        var store = Assert.IsType<ResponseDecision.Store>(policy.AnswerMiss(request, response));
        var time = Policies.Now.AddSeconds(-secondsAgo);

        return Create(store.Fields, store.SelectingFields, time, time, store.DiscardAfter);
    }

    public static HeaderFields Fields(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static StoredResponse Create(
        HeaderFields fields,
        IReadOnlyList<KeyValuePair<string, string?>> selectingFields,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime,
        DateTimeOffset discardAfter) => new()
        {
            Key = new HttpCacheKey("GET", Requests.Target, "private"),
            BodyId = Guid.NewGuid(),
            StatusCode = 200,
            Fields = fields,
            SelectingFields = selectingFields,
            RequestTime = requestTime,
            ResponseTime = responseTime,
            DiscardAfter = discardAfter,
        };
}
