using System.Net;
using System.Text.Json.Nodes;
using CachingHandler;

namespace WebApi;

/// <summary>Asks the API for a user.</summary>
/// <remarks>What it says to the cache is the mode that it is asked to set, and a tag by which to purge what is a user's.</remarks>
internal sealed class GitHubClient(HttpClient http)
{
    /// <summary>Gets what the API has for a user under a path.</summary>
    /// <exception cref="HttpRequestException">The API cannot be reached, and nothing that is kept may stand in for it.</exception>
    public async Task<Answer> GetAsync(string user, string path, HttpCacheMode mode, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.SetHttpCachePolicy(new() { Mode = mode, Tags = [user] });
        request.Options.Set(UserTokenHandler.User, user);
        using var response = await http.SendAsync(request, cancellationToken);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken));

        return new Answer(response.StatusCode, body, response.GetHttpCacheResult()!);
    }

    internal sealed record Answer(HttpStatusCode Status, JsonNode? Body, HttpCacheResult Result);
}
