using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Readme_CSharp_IsCompiled() =>
        Assert.Equal(4, ReadmeCode.Check("src/CachingHandler.Distributed/README.md", "tests/CachingHandler.Distributed.Tests/Snippets.cs"));
}
