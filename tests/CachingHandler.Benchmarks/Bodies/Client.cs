using CachingHandler.Storage;

namespace CachingHandler.Benchmarks.Bodies;

/// <summary>A client with connections of its own, plain or through a cache that is empty.</summary>
internal sealed class Client : IDisposable
{
    private readonly DirectoryInfo? _directory;
    private readonly DiskHttpCacheStore? _store;

    private Client(bool hasCache)
    {
        HttpMessageHandler handler = new SocketsHttpHandler();
        if (hasCache)
        {
            _directory = Directory.CreateTempSubdirectory("cachinghandler-benchmark-");
            _store = new DiskHttpCacheStore(_directory.FullName);
            handler = new HttpCacheHandler(_store, new HttpCacheOptions { MaximumBodySize = 512 * 1024 * 1024 }) { InnerHandler = handler };
        }

        Http = new HttpClient(handler);
    }

    public HttpClient Http { get; }

    public static Client Plain() => new(hasCache: false);

    public static Client OfCache() => new(hasCache: true);

    /// <summary>Throws when a body that has been read is not served by the cache, where there is one.</summary>
    public async Task ThrowUnlessKeptAsync(Uri uri, long length, OriginProcess origin, byte[] buffer)
    {
        if (_store is null)
        {
            return;
        }

        await Download.RunAsync(Http, uri, length, buffer);
        if (await origin.RequestsOfAsync(uri) is var requests and not 1)
        {
            throw new InvalidDataException($"The origin was asked {requests} times for a body that was to be kept.");
        }
    }

    /// <summary>Empties the cache, where there is one.</summary>
    public async Task ClearAsync()
    {
        if (_store is not null)
        {
            await _store.ClearAsync();
        }
    }

    public void Dispose()
    {
        Http.Dispose();
        _store?.Dispose();
        _directory?.Delete(recursive: true);
    }
}
