namespace CachingHandler.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Empty_Fields_HaveNone() => Assert.Empty(HeaderFields.Empty);
}
