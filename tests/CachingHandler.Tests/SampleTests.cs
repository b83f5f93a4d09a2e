namespace CachingHandler.Tests;

public sealed class SampleTests
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/CachingHandler/README.md")]
    public void Readme_CSharp_IsTakenFromTheSamples(string readme)
    {
        var compiled = Directory.EnumerateFiles(Path.Combine(Root, "samples"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Unindented(File.ReadAllText(file)))
            .ToList();

        var blocks = File.ReadAllText(Path.Combine(Root, readme)).Split("```csharp").Skip(1)
            .Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])
            .ToList();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(compiled, file => file.Contains(Unindented(block), StringComparison.Ordinal)));
    }

    // A block stands at the margin, its source within a method, so lines are compared from their first letter on.
    private static string Unindented(string text) =>
        '\n' + string.Join('\n', text.Trim().Split('\n').Select(line => line.Trim())) + '\n';

    private static string FindRoot(string directory) => File.Exists(Path.Combine(directory, "CachingHandler.sln"))
        ? directory
        : FindRoot(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests run outside of the repository."));
}
