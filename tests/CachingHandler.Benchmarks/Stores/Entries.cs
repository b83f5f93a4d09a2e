using CachingHandler.Storage;

namespace CachingHandler.Benchmarks.Stores;

/// <summary>Puts responses into a store, with fields as APIs send them.</summary>
internal static class Entries
{
    private static readonly Origin Origin = new(1024, "max-age=86400");
    private static readonly KeyValuePair<string, string>[] Fields = [.. Origin.MessageFields, .. Origin.ContentFields];

    public static Uri UriOf(int number) => new($"https://api.example.com/v1/users/{number}");

    public static HttpCacheKey KeyOf(int number) => new("GET", UriOf(number).AbsoluteUri, "");

    public static StoredResponse HeadOf(int number)
    {
        var now = TimeProvider.System.GetUtcNow();

        return new StoredResponse
        {
            Key = KeyOf(number),
            BodyId = Guid.NewGuid(),
            StatusCode = 200,
            ReasonPhrase = "OK",
            Fields = new HeaderFields(Fields),
            SelectingFields = [new("Accept-Encoding", null)],
            RequestTime = now,
            ResponseTime = now,
            DiscardAfter = now.AddDays(2),
        };
    }

    public static async Task<StoredResponse> PutAsync(HttpCacheStore store, int number, ReadOnlyMemory<byte> body)
    {
        using var writer = await store.BeginWriteAsync(HeadOf(number), body.Length, CancellationToken.None);
        await writer!.WriteAsync(body, CancellationToken.None);

        return (await writer.CommitAsync(CancellationToken.None))!;
    }

    /// <summary>Finds a response and reads its body; throws where it is not there.</summary>
    public static int Read(HttpCacheStore store, int number, byte[] buffer)
    {
        var found = Calls.Completed(store.FindAsync(KeyOf(number), CancellationToken.None));
        using var body = Calls.Completed(store.OpenBodyAsync(found[0], CancellationToken.None))!;

        return body.Read(0, buffer);
    }
}
