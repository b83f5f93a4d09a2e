using Microsoft.AspNetCore.Connections;
using WebApi;
using WebApi.Origin;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
await using var origin = await ApiOrigin.StartAsync(builder.Configuration.GetValue("Origin:Quota", 60));

builder.Services.AddSingleton(origin);
builder.Services.AddSingleton<QuotaBook>();
builder.Services.AddSingleton<Dashboard>();
builder.Services.AddTransient<UserTokenHandler>();
builder.Services.AddTransient<QuotaWatch>();

// In memory, because the origin is another one each time the sample is started. Without this line it would be on disk.
builder.Services.AddMemoryHttpCacheStore();
builder.Services.AddHttpClient<GitHubClient>(client => client.BaseAddress = origin.Address)
    .AddHttpMessageHandler<UserTokenHandler>() // before the cache, which tells users apart by their tokens
    .AddHttpCache(builder.Configuration.GetSection("HttpCache"))
    .AddHttpMessageHandler<QuotaWatch>(); // after it, where only what goes to the origin comes by

await using var app = builder.Build();
app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
    if (HttpMethods.IsPost(context.Request.Method) && context.Request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin")
    {
        // A page of somebody else's, open in the same browser, is not to purge anything here.
        context.Response.StatusCode = StatusCodes.Status403Forbidden;

        return Task.CompletedTask;
    }

    return next(context);
});
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapPage();
try
{
    await app.StartAsync();
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"{exception.Message} Another address is chosen with --urls, a free port with --urls http://127.0.0.1:0.");

    return 1;
}

Console.WriteLine($"Open {app.Urls.First()}/ in a browser. Ctrl+C ends the sample.");
await app.WaitForShutdownAsync();

return 0;
