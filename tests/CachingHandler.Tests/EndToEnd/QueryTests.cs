using System.Net.Http.Json;
using CachingHandler.Testing;

namespace CachingHandler.Tests.EndToEnd;

public sealed class QueryTests
{
    public static TheoryData<string, string> Everywhere => CachedConnection.Everywhere;

    [Theory]
    [Rfc10008("2.7")]
    [MemberData(nameof(Everywhere))]
    public async Task Query_AskedTwice_IsSentOnce(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);

        var miss = await EchoAsync(connection, JsonContent.Create("select a"));
        var hit = await EchoAsync(connection, JsonContent.Create("select a"));
        var other = await EchoAsync(connection, JsonContent.Create("select b"));

        Assert.Equal(("\"select a\"", HttpCacheOutcome.Miss), miss);
        Assert.Equal(("\"select a\"", HttpCacheOutcome.Hit), hit);
        Assert.Equal(("\"select b\"", HttpCacheOutcome.Miss), other);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Query_OfAStreamTooLongForTheKey_ArrivesWhole(string version, string medium)
    {
        var parts = Enumerable.Range(0, 3_000).Select(number => new string((char)('a' + (number % 26)), 1_000)).ToArray();
        await using var connection = await CachedConnection.OpenAsync(version, medium);

        var (body, outcome) = await EchoAsync(connection, new StreamContent(ScriptedStream.Of(parts)));

        Assert.True(string.Concat(parts) == body);
        Assert.Equal(HttpCacheOutcome.Bypass, outcome);
    }

    private static async Task<(string Body, HttpCacheOutcome Outcome)> EchoAsync(CachedConnection connection, HttpContent content)
    {
        using var request = connection.Request(HttpMethod.Query, "/echo");
        request.Content = content;
        using var response = await connection.Http.SendAsync(request);

        return (await response.Content.ReadAsStringAsync(), response.GetHttpCacheResult()!.Outcome);
    }
}
