using System.Net.Http.Headers;
using WebApi.Origin;

namespace WebApi;

/// <summary>Adds the token of the user whom a request is sent for.</summary>
/// <remarks>
/// It stands before the cache. A handler behind it would add the token where the cache does not see it, and one user would get
/// what is kept for another; the log would warn of it at start.
/// </remarks>
internal sealed class UserTokenHandler(ApiOrigin origin) : DelegatingHandler
{
    /// <summary>Names the user; the cache passes a request's options on.</summary>
    public static readonly HttpRequestOptionsKey<string> User = new("WebApi.User");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(User, out var user) && origin.Tokens.TryGetValue(user, out var token))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
