namespace CachingHandler.Testing;

/// <summary>Compares the C# of a README file with code that is compiled.</summary>
public static class ReadmeCode
{
    /// <summary>Fails unless the file has blocks of C#, and each of them stands in one of the sources.</summary>
    /// <param name="readme">The README file, a path from the root.</param>
    /// <param name="sources">The files, or the directories of files, that have its code, paths from the root.</param>
    /// <returns>The number of blocks.</returns>
    public static int Check(string readme, params string[] sources)
    {
        var compiled = sources.SelectMany(FilesOf).Select(file => Unindented(File.ReadAllText(file))).ToList();
        var blocks = File.ReadAllText(Path.Join(SourceTree.Root, readme)).Split("```csharp").Skip(1)
            .Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])
            .ToList();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(compiled, file => file.Contains(Unindented(block), StringComparison.Ordinal)));

        return blocks.Count;
    }

    private static IEnumerable<string> FilesOf(string source)
    {
        var path = Path.Join(SourceTree.Root, source);

        return File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories);
    }

    // A block stands at the margin, its source within a method, so lines are compared from their first letter on.
    private static string Unindented(string text) =>
        '\n' + string.Join('\n', text.Trim().Split('\n').Select(line => line.Trim())) + '\n';
}
