using CachingHandler.Testing;

namespace CachingHandler.LiteDb.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Readme_CSharp_IsCompiled() =>
        Assert.Equal(2, ReadmeCode.Check("src/CachingHandler.LiteDb/README.md", "tests/CachingHandler.LiteDb.Tests/Snippets.cs"));
}
