using CachingHandler.Testing;

namespace CachingHandler.LiteDb.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Readme_CSharp_IsCompiled()
    {
        var compiled = Unindented(File.ReadAllText(
            Path.Join(SourceTree.Root, "tests", "CachingHandler.LiteDb.Tests", "Snippets.cs")));

        var blocks = File.ReadAllText(Path.Join(SourceTree.Root, "src", "CachingHandler.LiteDb", "README.md")).Split("```csharp").Skip(1)
            .Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])
            .ToList();

        Assert.Equal(2, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Unindented(block), compiled, StringComparison.Ordinal));
    }

    private static string Unindented(string text) =>
        '\n' + string.Join('\n', text.Trim().Split('\n').Select(line => line.Trim())) + '\n';
}
