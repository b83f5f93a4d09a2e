using System.Globalization;
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

    /// <summary>Makes a response of which only these bytes are stored, such as "0-9" or "0-9, 20-29".</summary>
    /// <param name="secondsAgo">When it was received.</param>
    /// <param name="ranges">The bytes that are there.</param>
    /// <param name="completeLength">Of how many; null when that is not known.</param>
    /// <param name="fields">The fields of the whole.</param>
    public static StoredResponse Part(
        int secondsAgo, string ranges, long? completeLength, params (string Name, string Value)[] fields)
    {
        var part = new StoredPart(ranges.Split(", ").Select(Range), completeLength);

        return SecondsAgo(secondsAgo, fields).WithPart(part).WithBodyLength(part.Length);
    }

    /// <summary>Returns the response with another status.</summary>
    public static StoredResponse WithStatus(this StoredResponse stored, int statusCode) => new()
    {
        Key = stored.Key,
        BodyId = stored.BodyId,
        StatusCode = statusCode,
        Fields = stored.Fields,
        SelectingFields = stored.SelectingFields,
        RequestTime = stored.RequestTime,
        ResponseTime = stored.ResponseTime,
        BodyLength = stored.BodyLength,
        Part = stored.Part,
        DiscardAfter = stored.DiscardAfter,
    };

    /// <summary>Reads a range as it is written in a header: "0-9".</summary>
    public static ByteRange Range(string text) => text.Split('-') is [var first, var last]
        ? new ByteRange(long.Parse(first, CultureInfo.InvariantCulture), long.Parse(last, CultureInfo.InvariantCulture))
        : throw new FormatException($"{text} is no range.");

    /// <summary>Makes what the policy stores of an answer, received so many seconds ago.</summary>
    public static StoredResponse By(CachePolicy policy, RequestHead request, ResponseHead response, int secondsAgo = 0)
    {
        var store = Assert.IsType<ResponseDecision.Store>(policy.AnswerMiss(request, response));
        var time = Policies.Now.AddSeconds(-secondsAgo);

        return Create(store.Fields, store.SelectingFields, time, time, store.DiscardAfter);
    }

    /// <summary>Makes a response that answers requests with this Accept-Language, and was received so many seconds ago.</summary>
    public static StoredResponse InLanguage(string language, int secondsAgo, params (string Name, string Value)[] fields) =>
        By(
            Policies.Private,
            Requests.Get(("Accept-Language", language)),
            Responses.Ok([("Cache-Control", "max-age=60"), ("Vary", "Accept-Language"), .. fields]),
            secondsAgo);

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
