using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace WebApi.Origin;

/// <summary>A web API on loopback that limits the rate of each user, as GitHub's does: an answer 304 is free.</summary>
/// <remarks>It stands in for an API out there; the application knows of it what it would know of that one, and its switches.</remarks>
internal sealed class ApiOrigin : IAsyncDisposable
{
    // So that the time that a hit saves shows.
    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(40);

    private readonly WebApplication _server;
    private readonly IReadOnlyList<Account> _accounts;
    private volatile int _edition = 1;
    private volatile bool _isOffline;

    private ApiOrigin(WebApplication server, IReadOnlyList<Account> accounts)
    {
        _server = server;
        _accounts = accounts;
    }

    public Uri Address => new(_server.Urls.Single());

    /// <summary>Gets the users' names and tokens, which an application would have of its users.</summary>
    public IReadOnlyDictionary<string, string> Tokens => _accounts.ToDictionary(
        account => account.Login, account => account.Token, StringComparer.Ordinal);

    /// <summary>Gets or sets a value indicating whether connections are broken off before an answer.</summary>
    public bool IsOffline
    {
        get => _isOffline;
        set => _isOffline = value;
    }

    /// <summary>Starts the API on a free port.</summary>
    /// <param name="quota">How many requests each user has within an hour.</param>
    public static async Task<ApiOrigin> StartAsync(int quota)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        string[] logins = ["user-one", "user-two"];
        var origin = new ApiOrigin(
            builder.Build(), [.. logins.Select(login => new Account(login, new Quota(quota, TimeProvider.System)))]);

        origin.Map();
        await origin._server.StartAsync();

        return origin;
    }

    /// <summary>Changes what every resource has.</summary>
    public void Change() => Interlocked.Increment(ref _edition);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Map()
    {
        _server.Use(AnswerAsync);
        foreach (var resource in Resource.All)
        {
            _server.MapGet(resource.Path, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = resource.CacheControl;
                context.Response.Headers.Vary = "Accept, Authorization";

                return resource.AnswerTo(context.Items[nameof(Account)] is Account account ? account.Login : "", _edition);
            });
        }
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        await Task.Delay(Distance);
        var response = context.Response;
        if (_isOffline)
        {
            context.Abort();
        }
        else if (FindAccount(context.Request) is not { } account)
        {
            response.StatusCode = StatusCodes.Status401Unauthorized;
            await response.WriteAsJsonAsync(new { message = "Requires authentication" });
        }
        else if (account.Quota.Look().Remaining == 0)
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            TellQuota(response, account.Quota);
            await response.WriteAsJsonAsync(new { message = "API rate limit exceeded" });
        }
        else
        {
            response.OnStarting(() => ChargeAsync(response, account.Quota));
            context.Items[nameof(Account)] = account;
            await next(context);
        }
    }

    private Account? FindAccount(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var credentials) && credentials.Scheme == "Bearer"
            ? _accounts.FirstOrDefault(account => account.Token == credentials.Parameter)
            : null;

    // The status is known when the header is about to be sent: an answer that nothing has changed is not counted.
    private static Task ChargeAsync(HttpResponse response, Quota quota)
    {
        if (response.StatusCode != StatusCodes.Status304NotModified)
        {
            quota.Charge();
        }

        TellQuota(response, quota);

        return Task.CompletedTask;
    }

    private static void TellQuota(HttpResponse response, Quota quota)
    {
        var (remaining, reset) = quota.Look();
        response.Headers["X-RateLimit-Limit"] = quota.Limit.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-RateLimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-RateLimit-Reset"] = reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }
}
