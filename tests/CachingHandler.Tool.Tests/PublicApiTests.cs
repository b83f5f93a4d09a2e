namespace CachingHandler.Tool.Tests;

public sealed class PublicApiTests
{
    // It is a program; what others may use is in the library.
    [Fact]
    public void Surface_IsEmpty() => Assert.Empty(typeof(HttpCacheTool).Assembly.GetExportedTypes());
}
