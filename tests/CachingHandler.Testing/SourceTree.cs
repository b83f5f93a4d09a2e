namespace CachingHandler.Testing;

/// <summary>The source files that the running tests were built from.</summary>
public static class SourceTree
{
    /// <summary>Gets the directory that holds <c>CachingHandler.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Returns the path and text of each C# file below a directory, a path from the root.</summary>
    public static IReadOnlyList<(string Path, string Text)> Read(string directory) =>
        [.. from path in Directory.EnumerateFiles(Path.Combine(Root, directory), "*.cs", SearchOption.AllDirectories)
            let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
            orderby relative
            select (relative, File.ReadAllText(path))];

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "CachingHandler.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException(
            $"No CachingHandler.sln above '{AppContext.BaseDirectory}'; run the tests from the source tree they were built in.");
    }
}
