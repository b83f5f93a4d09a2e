using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>Random sequences of requests to an origin that honours conditions and ranges: every byte served is the document's.</summary>
public sealed class DocumentSequenceTests
{
    public static TheoryData<string, int> MediaAndSeeds =>
        new MatrixTheoryData<string, int>(["memory", "disk"], [1, 2, 3, 4, 5, 6, 7, 8]);

    [Theory]
    [MemberData(nameof(MediaAndSeeds))]
    public async Task Requests_InAnyOrder_GetTheDocumentsBytes(string medium, int seed)
    {
        using var client = new DocumentClient(medium, document: BodyBytes.Of(new Guid(seed, 0, 0, new byte[8]), 1_000));
        var reader = new DocumentReader(client, new DocumentEditions(client.Origin), new Random(seed));

        await reader.WorkAsync(1_500);

        // The sequence is of use only if it comes by all that there is to come by.
        Assert.Superset(
            new HashSet<HttpCacheOutcome>
            {
                HttpCacheOutcome.Miss,
                HttpCacheOutcome.Hit,
                HttpCacheOutcome.Revalidated,
                HttpCacheOutcome.Changed,
                HttpCacheOutcome.Completed,
            },
            reader.Outcomes);
    }

    [Theory]
    [InlineData("memory", 1)]
    [InlineData("disk", 3)]
    public async Task Requests_OfALargeDocument_GetTheDocumentsBytes(string medium, int seed)
    {
        using var client = new DocumentClient(medium, document: BodyBytes.Of(new Guid(seed, 0, 0, new byte[8]), 700_001));
        var reader = new DocumentReader(client, new DocumentEditions(client.Origin), new Random(seed));

        await reader.WorkAsync(300);

        Assert.Contains(HttpCacheOutcome.Completed, reader.Outcomes);
    }

    [Theory]
    [InlineData("memory", 1)]
    [InlineData("disk", 1)]
    public async Task Requests_ToAnOriginThatIgnoresIfRange_GetTheDocumentsBytes(string medium, int seed)
    {
        using var client = new DocumentClient(medium, document: BodyBytes.Of(new Guid(seed, 0, 0, new byte[8]), 1_000));
        client.Origin.IgnoresIfRange = true;
        var reader = new DocumentReader(client, new DocumentEditions(client.Origin), new Random(seed));

        await reader.WorkAsync(1_500);

        Assert.Contains(HttpCacheOutcome.Completed, reader.Outcomes);
    }
}
