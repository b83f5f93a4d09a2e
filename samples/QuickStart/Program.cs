using CachingHandler.Storage;
using Microsoft.Extensions.DependencyInjection;
using QuickStart;

// All it takes: AddHttpCache. What the client fetches is kept on disk, with memory in front, and outlives the process.
var services = new ServiceCollection();
services.AddTransient<WireTap>();
services.AddHttpClient("quickstart")
    .AddHttpCache(options => options.Key = args.Length == 0 ? Origin.NameOf : null)
    .AddHttpMessageHandler<WireTap>(); // below the cache, so it sees only what goes to the origin

await using var provider = services.BuildServiceProvider();
using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("quickstart");

await Report.StoreAsync(provider.GetRequiredService<HttpCacheStore>());
var table = new RequestTable(client);
RequestTable.Head();
await (args.Length == 0 ? Tour.OfOriginAsync(table) : Tour.OfWebAsync(table, args));

Console.WriteLine();
Console.WriteLine("A request that is the first of its kind in the process also pays for just-in-time compilation.");
Console.WriteLine("Run it again: it starts from what this run has kept.");

return table.Failures == 0 ? 0 : 1;
