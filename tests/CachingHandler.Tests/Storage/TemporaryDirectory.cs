namespace CachingHandler.Tests.Storage;

/// <summary>A directory of its own for a test, removed with everything in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("caching-handler-").FullName;

    public string Below(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Returns all files but those by which processes agree on a budget, which come and go in the background.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Where(path => System.IO.Path.GetFileName(path) is not ("owner.lock" or "size"))
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
