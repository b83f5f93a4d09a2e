using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests;

/// <summary>A client with a cache on a medium, in front of an origin of one document.</summary>
internal sealed class DocumentClient : IDisposable
{
    private readonly Media _media = new();

    public DocumentClient(
        string medium = "memory", HttpCacheOptions? options = null, byte[]? document = null, HttpCacheStore? store = null)
    {
        Origin = new DocumentOrigin(document ?? BodyBytes.Of(Guid.Empty, 100));
        Client = new CachedClient(options, store ?? _media.Create(medium), Origin);
    }

    public DocumentOrigin Origin { get; }

    public CachedClient Client { get; }

    public ManualTimeProvider Time => Client.Time;

    /// <summary>Gets the document as it is now.</summary>
    public byte[] Bytes => Origin.Bytes;

    public async Task<Received> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        return await Received.OfAsync(response);
    }

    public Task<Received> GetAsync(params (string Name, string Value)[] fields) => SendAsync(CachedClient.Get(fields));

    /// <summary>Asks for a range, such as "0-9".</summary>
    public Task<Received> RangeAsync(string range, params (string Name, string Value)[] fields) =>
        GetAsync([("Range", $"bytes={range}"), .. fields]);

    public Task<Received> HeadAsync(params (string Name, string Value)[] fields) =>
        SendAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target, fields));

    /// <summary>Begins to read the document and leaves after so many bytes.</summary>
    public async Task LeaveAfterAsync(int length, params (string Name, string Value)[] fields)
    {
        using var response = await Client.Http.SendAsync(CachedClient.Get(fields), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[length]);
    }

    /// <summary>Asks for the document and has the connection break after so many bytes.</summary>
    public async Task BreakAfterAsync(int length, params (string Name, string Value)[] fields)
    {
        Origin.BreakNextAfter = length;
        await Assert.ThrowsAsync<HttpIOException>(() => GetAsync(fields));
    }

    /// <summary>Returns what is stored, which is one response.</summary>
    public async Task<StoredResponse> StoredAsync() => Assert.Single(await Client.Store.AllAsync());

    public void Dispose()
    {
        Client.Dispose();
        Origin.Dispose();
        _media.Dispose();
    }
}
