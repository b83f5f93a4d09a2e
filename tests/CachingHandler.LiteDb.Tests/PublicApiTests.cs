using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.LiteDb.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Surface_IsAsApproved() =>
        PublicApi.Approve(typeof(LiteDbHttpCacheStore).Assembly, "tests/CachingHandler.LiteDb.Tests/PublicApi.txt");

    [Fact]
    public void Surface_IsDocumented() => PublicDocumentation.Check(typeof(LiteDbHttpCacheStore).Assembly);
}
