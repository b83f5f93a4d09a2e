using CachingHandler;

namespace QuickStart;

/// <summary>The requests, in the order in which they tell the story.</summary>
internal static class Tour
{
    /// <summary>Visits an origin of our own, which is started, changed and stopped on the way.</summary>
    public static async Task OfOriginAsync(RequestTable table)
    {
        await using var origin = await Origin.StartAsync();
        Uri handbook = new(origin.Address, "handbook"), news = new(origin.Address, "news"), prices = new(origin.Address, "prices"), report = new(origin.Address, "report");

        RequestTable.Caption("The handbook is fresh for an hour (max-age=3600): the origin is asked once.");
        await table.GetAsync(handbook);
        await table.GetAsync(handbook);
        await table.GetAsync(handbook);

        RequestTable.Caption("The news is to be confirmed every time (no-cache): 304 on the wire, 200 to the caller.");
        await table.GetAsync(news);
        await table.GetAsync(news);

        RequestTable.Caption("The prices are stale at once (max-age=0), and change.");
        await table.GetAsync(prices);
        await table.GetAsync(prices);
        origin.PublishPrices();
        await table.GetAsync(prices);

        RequestTable.Caption("Force refresh, a browser's Ctrl+F5: fetched though fresh.");
        await table.GetAsync(handbook, HttpCacheMode.ForceRefresh);

        RequestTable.Caption("Three ask for the report, which takes its time, at once: the origin is asked once, and two join.");
        await table.GetAtOnceAsync(report, callers: 3);

        await origin.StopAsync();
        RequestTable.Caption("The origin has stopped. Its prices allow stale-if-error; only-if-cached does not even ask.");
        await table.GetAsync(prices);
        await table.GetAsync(handbook, HttpCacheMode.OnlyIfCached);
        await table.GetAsync(prices, HttpCacheMode.OnlyIfCached);
        await table.GetAsync(news, HttpCacheMode.OnlyIfCached);
    }

    /// <summary>Visits addresses through the network.</summary>
    public static async Task OfWebAsync(RequestTable table, IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            RequestTable.Caption(address);
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                table.Refuse("not an HTTP URL");
                continue;
            }

            await table.GetAsync(uri);
            await table.GetAsync(uri);
            await table.GetAsync(uri, HttpCacheMode.ForceRefresh);
            await table.GetAsync(uri, HttpCacheMode.OnlyIfCached);
        }
    }
}
