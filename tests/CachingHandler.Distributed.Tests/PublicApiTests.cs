using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Surface_IsAsApproved() =>
        PublicApi.Approve(typeof(DistributedHttpCacheStore).Assembly, "tests/CachingHandler.Distributed.Tests/PublicApi.txt");

    [Fact]
    public void Surface_IsDocumented() => PublicDocumentation.Check(typeof(DistributedHttpCacheStore).Assembly);
}
