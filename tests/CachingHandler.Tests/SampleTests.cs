using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed class SampleTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/CachingHandler/README.md")]
    public void Readme_CSharp_IsTakenFromTheSamples(string readme) =>
        Assert.NotEqual(0, ReadmeCode.Check(readme, "samples"));
}
