using System.Globalization;

namespace WebApi;

/// <summary>Reads what the API says of the quota.</summary>
/// <remarks>It stands behind the cache: a response that is kept has the numbers of when it was received.</remarks>
internal sealed class QuotaWatch(QuotaBook book) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Options.TryGetValue(UserTokenHandler.User, out var user)
            && Number(response, "X-RateLimit-Limit") is { } limit
            && Number(response, "X-RateLimit-Remaining") is { } remaining
            && Number(response, "X-RateLimit-Reset") is { } reset)
        {
            book.Enter(user, new QuotaReading((int)limit, (int)remaining, DateTimeOffset.FromUnixTimeSeconds(reset)));
        }

        return response;
    }

    private static long? Number(HttpResponseMessage response, string field) =>
        response.Headers.NonValidated.TryGetValues(field, out var values)
        && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
