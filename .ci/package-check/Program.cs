// Uses the package as an application does. "fill" asks a real server on loopback twice and refreshes what is kept; "read" asks again in another process,
// where that server is gone, so that only what was persisted can answer. The file named second carries the URI from one to the other.
using System.Net;
using System.Text;
using CachingHandler;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

const string Body = "kept by the package";

var configuration = new ConfigurationBuilder()
    .AddInMemoryCollection([new("HttpCache:MaximumBodySize", "1000"), new("HttpCache:Retention", "1.00:00:00")])
    .Build();
var services = new ServiceCollection();
services.AddHttpClient("check").AddHttpCache(configuration.GetSection("HttpCache"));
await using var provider = services.BuildServiceProvider();
using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("check");

return args switch
{
    ["fill", var note] => await FillAsync(note),
    ["read", var note] => await ReadAsync(note),
    _ => throw new ArgumentException("The arguments are 'fill' or 'read', and a file."),
};

async Task<int> FillAsync(string note)
{
    using var origin = Listen(out var uri);
    var asked = 0;
    var serving = ServeAsync();

    var first = await GetAsync(uri);
    var second = await GetAsync(uri);
    var refreshed = await provider.GetRequiredKeyedService<IHttpCache>("check").RefreshTagAsync("checked");
    origin.Stop();
    await serving;
    await File.WriteAllTextAsync(note, uri);

    Console.WriteLine($"first {first}, second {second}, refreshed {refreshed}; requests at the origin: {asked}");
    return (first, second, refreshed, asked) == (HttpCacheOutcome.Miss, HttpCacheOutcome.Hit, 1, 2) ? 0 : 1;

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await origin.GetContextAsync();
                asked++;
                context.Response.Headers["Cache-Control"] = "max-age=3600";
                context.Response.Headers["ETag"] = "\"1\"";
                context.Response.Close(Encoding.UTF8.GetBytes(Body), willBlock: false);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }
}

async Task<int> ReadAsync(string note)
{
    var outcome = await GetAsync(await File.ReadAllTextAsync(note));

    Console.WriteLine($"after the restart {outcome}, the origin being gone");
    return outcome == HttpCacheOutcome.Hit ? 0 : 1;
}

async Task<HttpCacheOutcome?> GetAsync(string uri)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, uri).SetHttpCachePolicy(new() { Tags = ["checked"] });
    using var response = await client.SendAsync(request);
    var body = await response.Content.ReadAsStringAsync();

    return body == Body ? response.GetHttpCacheResult()?.Outcome : throw new InvalidDataException($"The body is '{body}'.");
}

// HttpListener takes no port 0, so ports are tried until one is free.
static HttpListener Listen(out string uri)
{
    while (true)
    {
        var listener = new HttpListener();
        uri = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/document/";
        listener.Prefixes.Add(uri);
        try
        {
            listener.Start();
            return listener;
        }
        catch (HttpListenerException)
        {
            listener.Close();
        }
    }
}
