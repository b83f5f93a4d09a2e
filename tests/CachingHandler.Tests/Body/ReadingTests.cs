using System.Net.Http.Json;
using System.Text;
using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests.Body;

/// <summary>Every way that .NET has to read a body, on its way from the origin, from memory and from disk.</summary>
public sealed class ReadingTests : IDisposable
{
    private const int PartLength = 70_000;

    private static readonly Document Sent = new("title", new string('\u00e9', PartLength));

    private static readonly string Body = $$"""{"Title":"{{Sent.Title}}","Text":"{{Sent.Text}}"}""";

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Ways => [.. Readers.Keys];

    private static Dictionary<string, Func<HttpClient, Task<string>>> Readers { get; } = new(StringComparer.Ordinal)
    {
        ["GetStringAsync"] = client => client.GetStringAsync(CachedClient.Target),
        ["GetByteArrayAsync"] = async client => Text(await client.GetByteArrayAsync(CachedClient.Target)),
        ["GetStreamAsync"] = async client => await ReadAsync(await client.GetStreamAsync(CachedClient.Target)),
        ["GetFromJsonAsync"] = async client =>
            Sent == await client.GetFromJsonAsync<Document>(CachedClient.Target) ? Body : "another document",
        ["buffered"] = client => WithAsync(
            client, HttpCompletionOption.ResponseContentRead, content => content.ReadAsStringAsync()),
        ["ReadAsStringAsync"] = client => WithAsync(client, content => content.ReadAsStringAsync()),
        ["ReadAsByteArrayAsync"] = client => WithAsync(
            client, async content => Text(await content.ReadAsByteArrayAsync())),
        ["ReadAsStreamAsync"] = client => WithAsync(
            client, async content => await ReadAsync(await content.ReadAsStreamAsync())),
        ["ReadAsStream"] = client => WithAsync(client, content =>
        {
            using var reader = new StreamReader(content.ReadAsStream());
            return Task.FromResult(reader.ReadToEnd());
        }),
        ["byte by byte"] = client => WithAsync(client, content =>
        {
            using var stream = content.ReadAsStream();
            using var copy = new MemoryStream();
            for (int next; (next = stream.ReadByte()) >= 0;)
            {
                copy.WriteByte((byte)next);
            }

            return Task.FromResult(Text(copy.ToArray()));
        }),
        ["CopyToAsync"] = client => WithAsync(client, async content =>
        {
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy);
            return Text(copy.ToArray());
        }),
        ["CopyTo"] = client => WithAsync(client, content =>
        {
            using var copy = new MemoryStream();
            content.CopyTo(copy, context: null, CancellationToken.None);
            return Task.FromResult(Text(copy.ToArray()));
        }),
        ["stream's CopyToAsync"] = client => WithAsync(client, async content =>
        {
            using var copy = new MemoryStream();
            await (await content.ReadAsStreamAsync()).CopyToAsync(copy);
            return Text(copy.ToArray());
        }),
        ["array overloads"] = client => WithAsync(client, async content =>
        {
            await using var stream = await content.ReadAsStreamAsync();
            Func<byte[], int, int, Task<int>> readAsync = stream.ReadAsync;
            var buffer = new byte[Body.Length * 3];
            var length = 0;
            for (int count; (count = await readAsync(buffer, length, 1000)) > 0;)
            {
                length += count;
            }

            return Text(buffer[..length]);
        }),
        ["BeginRead"] = client => WithAsync(client, async content =>
        {
            await using var stream = await content.ReadAsStreamAsync();
            Func<byte[], int, int, Task<int>> readAsync = (buffer, offset, count) =>
                Task.Factory.FromAsync(stream.BeginRead, stream.EndRead, buffer, offset, count, null);
            var buffer = new byte[Body.Length * 3];
            var length = 0;
            for (int count; (count = await readAsync(buffer, length, 5000)) > 0;)
            {
                length += count;
            }

            return Text(buffer[..length]);
        }),
        ["LoadIntoBufferAsync"] = client => WithAsync(client, async content =>
        {
            await content.LoadIntoBufferAsync();
            await content.ReadAsStringAsync();
            return await content.ReadAsStringAsync();
        }),
        ["ReadAsStreamAsync twice"] = client => WithAsync(client, async content =>
        {
            await content.LoadIntoBufferAsync();
            var first = await content.ReadAsStreamAsync();
            await first.CopyToAsync(Stream.Null);
            first.Position = 0;
            return await ReadAsync(await content.ReadAsStreamAsync());
        }),
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Body_ReadInAnyWay_IsTheOrigins(string way)
    {
        using var client = new CachedClient(transport: Origin());

        var read = await Readers[way](client.Http);

        Assert.Equal(Body, read);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Body_ReadInAnyWay_IsStored(string way)
    {
        using var client = new CachedClient(transport: Origin());
        await Readers[way](client.Http);

        var kept = await client.GetStringAsync();

        Assert.Equal(Body, kept);
        Assert.Single(await client.Store.AllAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Body_ReadInAnyWayFromMemory_IsTheOrigins(string way)
    {
        using var client = new CachedClient(transport: Origin());
        await client.GetStringAsync();

        var read = new[] { await Readers[way](client.Http), await Readers[way](client.Http) };

        Assert.Equal([Body, Body], read);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Body_ReadInAnyWayFromDisk_IsTheOrigins(string way)
    {
        using var client = new CachedClient(store: new DiskHttpCacheStore(_directory.Path), transport: Origin());
        await client.GetStringAsync();

        var read = new[] { await Readers[way](client.Http), await Readers[way](client.Http) };

        Assert.Equal([Body, Body], read);
    }

    public void Dispose() => _directory.Dispose();

    // Hits have no origin to go to: the second request fails.
    private static FakeOrigin Origin() => new(
        _ => Answers.Ok(
            new StreamContent(ScriptedStream.Of([.. Body.Chunk(10_000).Select(part => new string(part))])),
            ("Cache-Control", "max-age=60"),
            ("Content-Type", "application/json")),
        _ => throw new InvalidOperationException("The origin was asked again."));

    private static Task<string> WithAsync(HttpClient client, Func<HttpContent, Task<string>> read) =>
        WithAsync(client, HttpCompletionOption.ResponseHeadersRead, read);

    private static async Task<string> WithAsync(
        HttpClient client, HttpCompletionOption completion, Func<HttpContent, Task<string>> read)
    {
        using var response = await client.GetAsync(CachedClient.Target, completion);

        return await read(response.Content);
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);

        return await reader.ReadToEndAsync();
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private sealed record Document(string Title, string Text);
}
