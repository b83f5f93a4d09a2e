using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Readme_CSharp_IsCompiled()
    {
        var compiled = Unindented(File.ReadAllText(
            Path.Join(SourceTree.Root, "tests", "CachingHandler.Distributed.Tests", "Snippets.cs")));

        var blocks = File.ReadAllText(Path.Join(SourceTree.Root, "src", "CachingHandler.Distributed", "README.md")).Split("```csharp").Skip(1)
            .Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])
            .ToList();

        Assert.Equal(4, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Unindented(block), compiled, StringComparison.Ordinal));
    }

    private static string Unindented(string text) =>
        '\n' + string.Join('\n', text.Trim().Split('\n').Select(line => line.Trim())) + '\n';
}
