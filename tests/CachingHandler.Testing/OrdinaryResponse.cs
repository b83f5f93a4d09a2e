using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>The response that stores are measured with: twelve fields and some 700 bytes of head, and a body of random bytes.</summary>
public static class OrdinaryResponse
{
    /// <summary>Returns a body, the same each time.</summary>
    public static byte[] BytesOf(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);

        return bytes;
    }

    /// <summary>Returns a head, with a new body id.</summary>
    /// <param name="number">Tells its key from others.</param>
    public static StoredResponse HeadOf(int number) => new()
    {
        Key = new HttpCacheKey("GET", $"https://shop.example.com/catalog/items/{number}?expand=prices", "p"),
        BodyId = Guid.NewGuid(),
        StatusCode = 200,
        ReasonPhrase = "OK",
        Fields = new HeaderFields(Enumerable.Range(0, 12).Select(field => KeyValuePair.Create($"X-Field-{field}", new string('v', 40)))),
        RequestTime = TimeProvider.System.GetUtcNow(),
        ResponseTime = TimeProvider.System.GetUtcNow(),
        DiscardAfter = DateTimeOffset.MaxValue,
    };
}
