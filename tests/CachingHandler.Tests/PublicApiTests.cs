using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Surface_IsAsApproved() =>
        PublicApi.Approve(typeof(HeaderFields).Assembly, "tests/CachingHandler.Tests/PublicApi.txt");

    [Fact]
    public void Surface_IsDocumented() => PublicDocumentation.Check(typeof(HeaderFields).Assembly);
}
