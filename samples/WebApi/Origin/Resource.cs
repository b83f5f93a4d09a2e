using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace WebApi.Origin;

/// <summary>What the API has for each of its users under one path.</summary>
/// <param name="Path">The path.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Lifetime">How long an answer is fresh, in seconds.</param>
/// <param name="Items">How many items an answer has.</param>
internal sealed record Resource(string Path, string Title, int Lifetime, int Items)
{
    public static readonly IReadOnlyList<Resource> All =
    [
        new("/user", "Profile", Lifetime: 60, Items: 1),
        new("/user/repos", "Repositories", Lifetime: 5, Items: 80),
        new("/notifications", "Notifications", Lifetime: 0, Items: 20),
    ];

    public string CacheControl => string.Create(CultureInfo.InvariantCulture, $"private, max-age={Lifetime}");

    /// <summary>Answers a user; with 304 where the request's <c>If-None-Match</c> has the tag of the answer.</summary>
    public IResult AnswerTo(string login, int edition)
    {
        var items = Enumerable.Range(1, Items).Select(id => new { id, title = $"{Title}, {login}, {id}", edition });
        var body = JsonSerializer.SerializeToUtf8Bytes(new { login, edition, items });
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\"");

        return Results.Bytes(body, "application/json", entityTag: tag);
    }
}
